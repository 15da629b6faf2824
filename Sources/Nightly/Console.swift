import Foundation
import Model
import Rendering

/// What the program says to the person or the journal: results on standard output, one line a problem on standard
/// error, progress on a terminal only.
package enum Console {
    package static let errorsAreSeen = isatty(STDERR_FILENO) == 1
    package static let outputIsSeen = isatty(STDOUT_FILENO) == 1

    /// One line on standard error.
    ///
    /// The journal gets its priority as a prefix (sd-daemon(3), "SD_WARNING").
    package static func problem(_ text: String, isWarning: Bool = false) {
        let underJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
        let prefix = underJournal ? (isWarning ? "<4>" : "<3>") : ""
        write(prefix + "hubdrops: " + visible(Secrets.masked(text)) + "\n", to: .standardError)
    }

    /// A result, on standard output; one that cannot be written is an error, since somebody asked for it.
    package static func print(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            throw Failure(
                .cannotWriteOutput, "standard output: cannot write; check the disk, or the program that reads it")
        }
    }

    /// A value as JSON for programs: keys sorted, in snake case.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Replaces the line of progress on a terminal; says nothing elsewhere.
    static func progress(_ text: String) {
        guard errorsAreSeen else { return }
        write("\r\u{1B}[K" + visible(text), to: .standardError)
    }

    package static func endProgress() {
        guard errorsAreSeen else { return }
        write("\r\u{1B}[K", to: .standardError)
    }

    /// Device ids and file names come from elsewhere: no control, direction or zero-width character reaches a
    /// terminal as itself.
    package static func visible(_ text: String) -> String { VisibleText.of(text) }

    /// The same for a text of several lines, whose line feeds stay.
    package static func visibleLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
            .joined(separator: "\n")
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // Nobody to hear is no reason to fail the job.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
