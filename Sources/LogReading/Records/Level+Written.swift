import Model

extension Level {
    /// The level that a word or number stands for; nil where it is none that is known.
    ///
    /// Azure writes words; other tools shorten them, or write the numbers that event tracing has for them, which
    /// count from 1 for critical to 5 for verbose (Azure Monitor, "Activity log event schema": level).
    init?(written name: Bytes) {
        for (level, names) in Level.names where names.contains(where: { name.equalsIgnoringCase($0) }) {
            self = level
            return
        }
        return nil
    }

    /// In small letters, the usual ones first.
    private static let names: [(Level, [StaticString])] = [
        (.information, ["information", "informational", "info", "notice", "verbose", "debug", "4", "5", "0"]),
        (.error, ["error", "err", "2"]),
        (.warning, ["warning", "warn", "3"]),
        (.critical, ["critical", "crit", "1"]),
    ]
}
