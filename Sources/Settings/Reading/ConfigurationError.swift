/// One mistake in a configuration file.
package struct ConfigurationProblem: Equatable, Comparable, Sendable, CustomStringConvertible {
    /// The file as the operator named it.
    package let file: String
    /// From 1; 0 where the file as a whole is meant.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    /// What is wrong and what would be right.
    ///
    /// Never holds a value that may be secret.
    package let message: String

    package static func < (left: ConfigurationProblem, right: ConfigurationProblem) -> Bool {
        (left.line, left.column, left.message) < (right.line, right.column, right.message)
    }

    package var description: String {
        line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    }
}

/// All mistakes of a configuration file, in the order of their places.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// Most problems that are listed.
    package static let mostProblems = 50

    /// At least one, at most `mostProblems`.
    package let problems: [ConfigurationProblem]
    /// Problems found beyond those listed.
    package let more: Int

    init(_ all: [ConfigurationProblem]) {
        let sorted = all.sorted()
        problems = Array(sorted.prefix(ConfigurationError.mostProblems))
        more = sorted.count - problems.count
    }

    /// One line per problem.
    package var description: String {
        let lines = problems.map(\.description) + (more > 0 ? ["and \(more) more"] : [])
        return lines.joined(separator: "\n")
    }
}
