/// A command that an operator has run when a run ends: to ping a health check, to open a ticket.
package struct RunHook: Sendable {
    private let command: CommandWords
    private let seconds: Int

    package init(command: CommandWords, seconds: Int = 60) {
        self.command = command
        self.seconds = seconds
    }

    /// Runs the command with these variables in its environment, such as `HUBDROPS_EXIT`, and answers what went wrong.
    ///
    /// There is no shell: the command sees the values as they are, and nothing in them can run. Control characters
    /// become spaces and a value is cut at 1,000 characters, since the values may come from devices.
    package func run(_ variables: [String: String]) -> String? {
        var process = ChildProcess(words: command.words)
        process.added = variables.mapValues { plainLine($0, longest: 1000) }
        process.seconds = seconds
        let (end, output) = process.run()
        if end == .exited(0) { return nil }
        let said = SendOutcome.said(output)
        return "hook \(command.words[0]): \(end)" + (said.isEmpty ? "" : ": " + said)
    }
}
