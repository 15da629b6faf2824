package import Model

/// What lies around requests of Azure: the environment, the clock, the program `az`.
package struct AzureSurroundings: Sendable {
    /// Why `az` gave nothing.
    package struct CommandFailure: Error {
        /// For a person; nothing of what the program printed, since a token may be in that.
        package let words: String

        /// A reason in such words.
        package init(_ words: String) { self.words = words }
    }

    private let environment: [String: String]
    /// What the program calls itself, such as `hubdrops/0.2.0`.
    let agent: String
    let now: @Sendable () -> Instant
    /// Waits so many seconds.
    let pause: @Sendable (Int) -> Void
    /// Runs `az` with arguments and gives what it printed.
    let az: @Sendable ([String]) -> Result<[UInt8], CommandFailure>

    /// All of it, as a test or the process has it; an empty variable counts as none.
    package init(
        environment: [String: String], agent: String, now: @escaping @Sendable () -> Instant,
        pause: @escaping @Sendable (Int) -> Void,
        az: @escaping @Sendable ([String]) -> Result<[UInt8], CommandFailure>
    ) {
        self.environment = environment
        self.agent = agent
        self.now = now
        self.pause = pause
        self.az = az
    }

    /// A variable that is set to something.
    subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
