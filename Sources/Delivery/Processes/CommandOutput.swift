/// What a program prints.
package enum CommandOutput {
    /// Runs a program to its end, with nothing to read.
    ///
    /// - Parameter longest: bytes of what is kept of both streams together.
    package static func of(_ words: [String], seconds: Int, longest: Int) -> (end: ProcessEnd, output: String) {
        ChildProcess(words: words, seconds: seconds, longestOutput: longest).run()
    }
}
