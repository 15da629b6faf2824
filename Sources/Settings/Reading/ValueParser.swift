import Model
import Yams

/// A kind of value: how to read it from a node, saying what was expected where it cannot be.
struct ValueParser<Value> {
    let read: (Node, inout YAMLVisitor) -> Value?
}

extension ValueParser {
    /// A scalar that a function turns into a value or refuses.
    ///
    /// - Parameter isSecret: leaves the text that was found out of the message.
    init(_ expected: String, isSecret: Bool = false, _ convert: @escaping (String) -> Value?) {
        self.init { node, visitor in
            guard let text = visitor.text(node, expected: expected) else { return nil }
            if let value = convert(text) { return value }
            visitor.report("expected \(expected)" + (isSecret ? "" : ", found \(quoted(text))"), at: node)
            return nil
        }
    }
}

extension ValueParser where Value == String {
    /// A text of one line.
    static func text(_ expected: String, most: Int = 1000, isSecret: Bool = false) -> ValueParser {
        ValueParser(expected, isSecret: isSecret) { isPlain($0, most: most) ? $0 : nil }
    }

    /// A path; a relative one starts from the folder of the configuration file.
    static var path: ValueParser {
        ValueParser { node, visitor in
            guard let text = visitor.text(node, expected: "a path") else { return nil }
            guard isPlain(text, most: 4096) else {
                visitor.report("expected a path of one line", at: node)
                return nil
            }
            if text.hasPrefix("~") {
                visitor.report("\"~\" is not expanded here; write the path in full", at: node)
                return nil
            }
            return text.hasPrefix("/") || visitor.folder.isEmpty ? text : visitor.folder + "/" + text
        }
    }

    /// A path, or the address of a ClickHouse database.
    static var databasePlace: ValueParser {
        ValueParser { node, visitor in
            let start = (node.string ?? "").prefix(14).lowercased()
            guard start.hasPrefix("clickhouse://") || start.hasPrefix("clickhouses://") else {
                return ValueParser.path.read(node, &visitor)
            }
            guard let text = visitor.text(node, expected: "an address"), isPlain(text, most: 4096) else {
                visitor.report("expected an address of one line", at: node)
                return nil
            }
            return text
        }
    }

    /// A path, or the address of a container or a table, which may not bring its secret along.
    static var logPlace: ValueParser {
        place(
            ["https://", "http://", "log-analytics://", "adx://"],
            secret: "put what follows the \"?\" into AZURE_STORAGE_SAS_TOKEN")
    }

    /// A path, or the address of a hub, which may not bring a secret along.
    static var inputPlace: ValueParser {
        place(["https://", "http://"], secret: "docs/azure.md says where credentials come from")
    }

    private static func place(_ schemes: [String], secret advice: String) -> ValueParser {
        ValueParser { node, visitor in
            let start = (node.string ?? "").prefix(16).lowercased()
            guard schemes.contains(where: start.hasPrefix) else {
                return ValueParser.path.read(node, &visitor)
            }
            guard let text = visitor.text(node, expected: "an address"), isPlain(text, most: 4096) else {
                visitor.report("expected an address of one line", at: node)
                return nil
            }
            guard !text.contains("?") else {
                visitor.report("a secret does not belong in this file; " + advice, at: node)
                return nil
            }
            return text
        }
    }

    /// The name of a time zone.
    static var timeZone: ValueParser {
        ValueParser { node, visitor in
            guard let text = visitor.text(node, expected: "a time zone such as Europe/Berlin") else { return nil }
            if ZoneClock(text) != nil { return text }
            let suggestion = Suggestion.clause(for: text, among: ZoneClock.knownNames)
            let example = "; expected a name of the time zone database, such as Europe/Berlin"
            visitor.report("unknown time zone \(quoted(text))" + (suggestion.isEmpty ? example : suggestion), at: node)
            return nil
        }
    }

    /// Whether a text is of one line, not empty, and free of control characters.
    private static func isPlain(_ text: String, most: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= most
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension ValueParser where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> ValueParser {
        ValueParser("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            guard let number = Int(text), range.contains(number) else { return nil }
            return number
        }
    }
}

extension ValueParser where Value == Int {
    /// A length of time in whole minutes.
    static func minutes(_ range: ClosedRange<Int>) -> ValueParser {
        let least = TimeSpan(seconds: Int64(range.lowerBound) * 60)
        let most = TimeSpan(seconds: Int64(range.upperBound) * 60)
        return ValueParser("whole minutes from \(least) to \(most), such as 15m or 1h") { text in
            guard let span = TimeSpan(text), span.seconds % 60 == 0 else { return nil }
            let minutes = Int(span.seconds / 60)
            return range.contains(minutes) ? minutes : nil
        }
    }
}

extension ValueParser where Value == Double {
    static func number(_ range: ClosedRange<Double>, suffix: String = "") -> ValueParser {
        ValueParser("a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))") { text in
            let digits = !suffix.isEmpty && text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
            guard isDecimal(digits), let number = Double(digits), range.contains(number) else { return nil }
            return number
        }
    }

    /// Whether a text is digits with at most one sign and one point: no `inf`, `nan`, `0x10` or `1e9`.
    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.count <= 20 && text.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 || $0 == 45 }
    }
}

/// A number without a closing `.0`.
func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
}

extension ValueParser where Value == Bool {
    static var truth: ValueParser {
        ValueParser("true or false") { text in
            switch text {
            case "true", "True", "yes", "Yes", "on", "On": true
            case "false", "False", "no", "No", "off", "Off": false
            default: nil
            }
        }
    }
}

extension ValueParser where Value == TimeSpan {
    static func span(_ range: ClosedRange<TimeSpan>) -> ValueParser {
        ValueParser("a length of time from \(range.lowerBound) to \(range.upperBound), such as 90s, 15m, 3h or 90d") {
            text in
            guard let span = TimeSpan(text), range.contains(span) else { return nil }
            return span
        }
    }
}

extension ValueParser where Value: RawRepresentable<String> & CaseIterable {
    /// One of the names of an enumeration.
    static var choice: ValueParser {
        ValueParser("one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
    }
}

extension ValueParser {
    /// A list of values; a single value stands for a list of one.
    static func list<Element>(of element: ValueParser<Element>) -> ValueParser where Value == [Element] {
        ValueParser { node, visitor in
            guard case .sequence(let sequence) = node else { return element.read(node, &visitor).map { [$0] } }
            guard sequence.count <= YAMLVisitor.mostEntries else {
                visitor.report("more than \(YAMLVisitor.mostEntries) entries", at: node)
                return nil
            }
            return sequence.compactMap { element.read($0, &visitor) }
        }
    }
}
