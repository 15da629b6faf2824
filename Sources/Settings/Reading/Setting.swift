import Model
import Yams

/// One key of a mapping: its name, the keys below it, and how its value enters the target.
struct Setting<Target> {
    let name: String
    /// Full names of the keys below, such as `smtp.host`.
    let below: [String]
    let read: (Node, inout YAMLVisitor, inout Target) -> Void

    /// A key with a value of its own.
    init<Value>(_ name: String, _ path: WritableKeyPath<Target, Value>, _ kind: ValueParser<Value>) {
        self.name = name
        below = []
        read = { node, visitor, target in
            if let value = kind.read(node, &visitor) { target[keyPath: path] = value }
        }
    }

    /// A key whose value may be absent from the configuration.
    init<Value>(_ name: String, _ path: WritableKeyPath<Target, Value?>, _ kind: ValueParser<Value>) {
        self.name = name
        below = []
        read = { node, visitor, target in
            if let value = kind.read(node, &visitor) { target[keyPath: path] = value }
        }
    }

    /// A key with a mapping of further keys.
    init<Inner>(
        _ name: String, _ path: WritableKeyPath<Target, Inner>, _ section: SettingsGroup<Inner>
    ) {
        self.name = name
        below = section.names
        read = { node, visitor, target in section.read(node, into: &target[keyPath: path], &visitor) }
    }

    /// A key with a mapping of further keys, absent from the configuration unless it stands in the file.
    init<Inner>(
        _ name: String, _ path: WritableKeyPath<Target, Inner?>, _ section: SettingsGroup<Inner>, empty: Inner
    ) {
        self.name = name
        below = section.names
        read = { node, visitor, target in
            var inner = target[keyPath: path] ?? empty
            section.read(node, into: &inner, &visitor)
            target[keyPath: path] = inner
        }
    }
}

/// A mapping of the file: the keys that it may have, and a check of its values against one another.
struct SettingsGroup<Target> {
    /// What it is called in messages: `the configuration`, `mail`.
    let title: String
    let keys: [Setting<Target>]
    /// Hints for keys that people may expect here and that are wrong, by name.
    var hints: [String: String] = [:]
    /// Problems of the whole, each a message.
    var check: (Target) -> [String] = { _ in [] }

    /// All keys in full, such as `smtp` and `smtp.host`, in the order of the file.
    var names: [String] {
        keys.flatMap { key in [key.name] + key.below.map { key.name + "." + $0 } }
    }

    func read(_ node: Node, into target: inout Target, _ visitor: inout YAMLVisitor) {
        guard let entries = visitor.entries(node, expected: "\(title) to be a mapping of keys to values") else {
            return
        }
        let problemsBefore = visitor.problems.count
        for entry in entries {
            if let key = keys.first(where: { $0.name == entry.key }) {
                if !YAMLVisitor.isAbsent(entry.value) { key.read(entry.value, &visitor, &target) }
            } else if let hint = hints[entry.key] {
                visitor.report(hint, at: entry.keyNode)
            } else {
                let known = keys.map(\.name)
                let found = entry.key.replacing("_", with: "-")
                let suggestion = Suggestion.clause(for: found, among: known)
                visitor.report("unknown key \(quoted(entry.key))" + suggestion, at: entry.keyNode)
            }
        }
        guard visitor.problems.count == problemsBefore else { return }
        for message in check(target) { visitor.report(message, at: node) }
    }
}
