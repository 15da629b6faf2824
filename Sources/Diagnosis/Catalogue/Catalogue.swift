/// What every error code means and what to do about it.
///
/// A code that nobody has described gets the text of its class, its first three digits; so there is always an answer.
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, in our own words.
package struct Catalogue: Sendable {
    /// The code of an error record that has none.
    package static let noCode = "(none)"
    private static let longestCode = 64
    private static let longestDescription = 500

    /// Every code that is described, by number, `(none)` last, with the operator's overrides applied.
    package let all: [CatalogueEntry]
    private let positions: [String: Int]
    private let overrides: [String: CatalogueOverride]

    /// Of several overrides for one code the last wins, each of its fields by itself.
    package init(overrides: [CatalogueOverride] = []) {
        var own: [String: CatalogueOverride] = [:]
        for override in overrides {
            let code = Self.number(of: override.code)
            own[code] = CatalogueOverride(
                code: code, advice: override.advice ?? own[code]?.advice,
                runbook: override.runbook ?? own[code]?.runbook)
        }
        self.overrides = own
        all = CatalogueTexts.built.entries.map { entry in
            var entry = entry
            entry.apply(own[entry.code])
            return entry
        }
        positions = Self.positionOfNumber
    }

    /// The entry for a code as the log writes it, or for a name; there always is one.
    ///
    /// - Parameter description: `resultDescription` of the record. It becomes the name of an unknown code, and
    ///   `reportedAs` where the log calls a known code something else; cut at 500 characters.
    package func entry(for code: String, description: String = "") -> CatalogueEntry {
        let number = Self.number(of: code)
        let described = Self.bounded(description, to: Self.longestDescription)
        if let position = positions[number] {
            var entry = all[position]
            if !entry.answers(to: described) { entry.reportedAs = described }
            return entry
        }
        if let alias = Self.misprints[number], let position = positions[alias] {
            var entry = all[position]
            entry.code = number
            entry.aliases = [alias]
            entry.apply(overrides[number])
            if !entry.answers(to: described) { entry.reportedAs = described }
            return entry
        }
        return fallback(for: number, description: described)
    }

    /// The text of the code's class under the code's own number.
    private func fallback(for number: String, description: String) -> CatalogueEntry {
        if let name = Self.unnumbered.first(where: { $0.lowercased() == number.lowercased() }) {
            return entry(for: Self.noCode, description: description.isEmpty ? name : description)
        }
        var entry = CatalogueTexts.built.family(of: number)
        let digits = entry.code.prefix { $0 != "x" }
        let isWholeClass = digits.count == 3 && [String(digits), entry.code].contains(number.lowercased())
        entry.name = description.isEmpty ? (isWholeClass ? entry.name : "unknown") : description
        entry.code = number
        entry.apply(overrides[number])
        return entry
    }

    // MARK: Numbers

    /// Microsoft's table of 2026 prints 404103 DeviceNotOnline as 404102.
    private static let misprints = ["404102": "404103"]

    /// Names that Microsoft's tools know without a number that could be told.
    private static let unnumbered = [
        "EventHubLinkAlreadyClosed", "ReliableBlobStoreError", "RetryAttemptsExhausted", "InvalidContainerReceiveLink",
        "InvalidPartitionEpoch", "InvalidResponseWhileProxying",
    ]

    private static let positionOfNumber = Dictionary(
        CatalogueTexts.built.entries.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })

    private static let numberOfName: [String: String] = {
        var numbers: [String: String] = [:]
        for entry in CatalogueTexts.built.entries { numbers[entry.name.lowercased()] = entry.code }
        // A name of its own goes before an alias: IotHubUnauthorizedAccess is 401002, though some documents call
        // 401003 so.
        for entry in CatalogueTexts.built.entries {
            for alias in entry.aliases where numbers[alias.lowercased()] == nil {
                numbers[alias.lowercased()] = entry.code
            }
        }
        return numbers
    }()

    /// The number for what a log or an operator writes: a number, a name, or nothing.
    private static func number(of written: String) -> String {
        let trimmed = bounded(written, to: longestCode)
        if trimmed.isEmpty || trimmed == noCode { return noCode }
        if positionOfNumber[trimmed] != nil || misprints[trimmed] != nil { return trimmed }
        return numberOfName[trimmed.lowercased()] ?? trimmed
    }

    /// Trimmed, and cut by scalars: one character of a hostile text can be of any size.
    private static func bounded(_ text: String, to length: Int) -> String {
        var scalars = text.unicodeScalars.drop(while: \.properties.isWhitespace)
        if scalars.dropFirst(length).isEmpty {
            while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
            return String(String.UnicodeScalarView(scalars))
        }
        return String(String.UnicodeScalarView(scalars.prefix(length - 1))) + "…"
    }
}

extension CatalogueEntry {
    fileprivate mutating func apply(_ override: CatalogueOverride?) {
        if let advice = override?.advice, !advice.isEmpty { ownAdvice = advice }
        if let runbook = override?.runbook, !runbook.isEmpty { self.runbook = runbook }
    }

    /// Whether a description says no more than the name does.
    fileprivate func answers(to description: String) -> Bool {
        description.isEmpty || ([name] + aliases).contains { $0.lowercased() == description.lowercased() }
    }
}
