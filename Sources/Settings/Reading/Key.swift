import Yams

/// One key of a mapping: its name, the keys below it, and how its value enters the target.
struct Key<Target> {
    let name: String
    /// Full names of the keys below, such as `smtp.host`.
    let below: [String]
    let read: (Node, inout Walk, inout Target) -> Void

    /// A key with a value of its own.
    init<Value>(_ name: String, _ path: WritableKeyPath<Target, Value>, _ kind: Kind<Value>) {
        self.name = name
        below = []
        read = { node, walk, target in
            if let value = kind.read(node, &walk) { target[keyPath: path] = value }
        }
    }

    /// A key whose value may be absent from the configuration.
    init<Value>(_ name: String, _ path: WritableKeyPath<Target, Value?>, _ kind: Kind<Value>) {
        self.name = name
        below = []
        read = { node, walk, target in
            if let value = kind.read(node, &walk) { target[keyPath: path] = value }
        }
    }

    /// A key with a mapping of further keys.
    init<Inner>(
        _ name: String, _ path: WritableKeyPath<Target, Inner>, _ section: Section<Inner>
    ) {
        self.name = name
        below = section.names
        read = { node, walk, target in section.read(node, into: &target[keyPath: path], &walk) }
    }

    /// A key with a mapping of further keys, absent from the configuration unless it stands in the file.
    init<Inner>(
        _ name: String, _ path: WritableKeyPath<Target, Inner?>, _ section: Section<Inner>, empty: Inner
    ) {
        self.name = name
        below = section.names
        read = { node, walk, target in
            var inner = target[keyPath: path] ?? empty
            section.read(node, into: &inner, &walk)
            target[keyPath: path] = inner
        }
    }
}

/// A mapping of the file: the keys that it may have, and a check of its values against one another.
struct Section<Target> {
    /// What it is called in messages: `the configuration`, `mail`.
    let title: String
    let keys: [Key<Target>]
    /// Hints for keys that people may expect here and that are wrong, by name.
    var hints: [String: String] = [:]
    /// Problems of the whole, each a message.
    var check: (Target) -> [String] = { _ in [] }

    /// All keys in full, such as `smtp` and `smtp.host`, in the order of the file.
    var names: [String] {
        keys.flatMap { key in [key.name] + key.below.map { key.name + "." + $0 } }
    }

    func read(_ node: Node, into target: inout Target, _ walk: inout Walk) {
        guard let entries = walk.entries(node, expected: "\(title) to be a mapping of keys to values") else { return }
        let problemsBefore = walk.problems.count
        for entry in entries {
            if let key = keys.first(where: { $0.name == entry.key }) {
                if !Walk.isAbsent(entry.value) { key.read(entry.value, &walk, &target) }
            } else if let hint = hints[entry.key] {
                walk.report(hint, at: entry.keyNode)
            } else {
                let known = keys.map(\.name)
                let found = entry.key.replacing("_", with: "-")
                let suggestion = Suggestion.clause(for: found, among: known)
                walk.report("unknown key \(quoted(entry.key))" + suggestion, at: entry.keyNode)
            }
        }
        guard walk.problems.count == problemsBefore else { return }
        for message in check(target) { walk.report(message, at: node) }
    }
}
