import Diagnosis
import Model
import Yams

extension ValueParser where Value == String {
    /// The name of a hub, in lower case: hub names are host names, and Azure writes them in either case.
    static var hub: ValueParser {
        ValueParser("the name of a hub, such as pumps-weu") { text in
            let name = text.lowercased()
            let isClean = name.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
            return isClean && (1...63).contains(name.utf8.count) ? name : nil
        }
    }
}

extension ValueParser where Value == String {
    /// The name of a group of the system.
    static var group: ValueParser {
        ValueParser("the name of a group, such as www-data") { text in
            let isClean = text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "._-".utf8.contains(byte)
            }
            return isClean && (1...64).contains(text.utf8.count) && !text.hasPrefix("-") ? text : nil
        }
    }
}

extension ValueParser where Value == Command {
    /// A line for the shell, or a list of a program and its arguments.
    ///
    /// What stands there is never shown.
    static var command: ValueParser {
        ValueParser { node, visitor in
            let word = ValueParser<String>.text("a command", most: 4096, isSecret: true)
            guard case .sequence = node else { return word.read(node, &visitor).map { .shell($0) } }
            let problems = visitor.problems.count
            guard let words = ValueParser<[String]>.list(of: word).read(node, &visitor),
                visitor.problems.count == problems
            else { return nil }
            guard !words.isEmpty else {
                visitor.report("expected a program and its arguments, found an empty list", at: node)
                return nil
            }
            return .program(words)
        }
    }
}

extension ValueParser where Value == FailOn {
    /// `any`, `none`, or names of alerts.
    static var failOn: ValueParser {
        ValueParser { node, visitor in
            let names = AlertName.allCases.map(\.rawValue) + ["any", "none"]
            let name = ValueParser<String>("any, none or the name of an alert") { names.contains($0) ? $0 : nil }
            guard let found = ValueParser<[String]>.list(of: name).read(node, &visitor) else { return nil }
            if found.contains("none"), found.count > 1 {
                visitor.report("none cannot be combined with other names", at: node)
                return nil
            }
            if found.contains("any") { return .any }
            let alerts = Set(found.compactMap(AlertName.init(rawValue:)))
            return alerts.isEmpty ? .nothing : .alerts(alerts)
        }
    }
}

extension ValueParser where Value == [String: CodeSettings] {
    /// The operator's own advice and runbook by code.
    static var codes: ValueParser {
        ValueParser { node, visitor in
            guard let entries = visitor.entries(node, expected: "codes to be a mapping of codes to advice and runbook")
            else { return nil }
            var codes: [String: CodeSettings] = [:]
            for entry in entries {
                guard (3...9).contains(entry.key.utf8.count), entry.key.utf8.allSatisfy({ (48...57).contains($0) })
                else {
                    visitor.report("expected a code such as 404104, found \(quoted(entry.key))", at: entry.keyNode)
                    continue
                }
                var settings = CodeSettings()
                if !YAMLVisitor.isAbsent(entry.value) {
                    SettingsGroup.code.read(entry.value, into: &settings, &visitor)
                }
                codes[entry.key] = settings
            }
            return codes
        }
    }
}

extension SettingsGroup where Target == CodeSettings {
    static var code: SettingsGroup {
        let web = ValueParser<String>("an address that begins with https:// or http://") { text in
            let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
            return isWeb && text.utf8.count <= 2000 && text.utf8.allSatisfy { $0 > 32 && $0 != 127 } ? text : nil
        }
        return SettingsGroup(
            title: "a code",
            keys: [
                Setting("advice", \.advice, .advice),
                Setting("runbook", \.runbook, web),
            ])
    }
}

extension ValueParser where Value == String {
    /// A text of a few lines.
    static var advice: ValueParser {
        ValueParser("a text of at most 4000 bytes without control characters") { text in
            let isClean = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
            return !text.isEmpty && text.utf8.count <= 4000 && isClean ? text : nil
        }
    }
}

extension ValueParser where Value == [String: Double] {
    /// Thresholds by name, each as its definition says.
    static var thresholds: ValueParser {
        ValueParser { node, visitor in
            guard let entries = visitor.entries(node, expected: "thresholds to be a mapping of names to values")
            else { return nil }
            let definitions = Threshold.allCases.map(\.definition)
            var values: [String: Double] = [:]
            for entry in entries where !YAMLVisitor.isAbsent(entry.value) {
                guard let parser = definitions.first(where: { $0.name == entry.key })?.parser else {
                    let known = definitions.filter { $0.range != nil }.map(\.name)
                    let suggestion = Suggestion.clause(for: entry.key, among: known)
                    visitor.report("unknown threshold \(quoted(entry.key))" + suggestion, at: entry.keyNode)
                    continue
                }
                values[entry.key] = parser.read(entry.value, &visitor)
            }
            return values
        }
    }
}

extension Threshold.Definition {
    /// Nil where other settings decide.
    var parser: ValueParser<Double>? {
        guard let range else { return nil }
        switch unit {
        case .whole:
            return ValueParser("a whole number from \(plain(range.lowerBound)) to \(plain(range.upperBound))") { text in
                guard let number = Int(text), range.contains(Double(number)) else { return nil }
                return Double(number)
            }
        case .number: return .number(range)
        case .percent: return .number(range, suffix: "%")
        case .seconds: return .length(range, unitSeconds: 1)
        case .minutes: return .length(range, unitSeconds: 60)
        }
    }
}

extension ValueParser where Value == Double {
    /// A length of time as a number of units.
    static func length(_ range: ClosedRange<Double>, unitSeconds: Double) -> ValueParser {
        let least = TimeSpan(seconds: Int64(range.lowerBound * unitSeconds))
        let most = TimeSpan(seconds: Int64(range.upperBound * unitSeconds))
        return ValueParser("a length of time from \(least) to \(most), such as 90s, 15m or 3h") { text in
            guard let span = TimeSpan(text), least <= span, span <= most else { return nil }
            return Double(span.seconds) / unitSeconds
        }
    }
}
