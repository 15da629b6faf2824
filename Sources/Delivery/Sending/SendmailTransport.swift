import Foundation

/// Hands mail to a command that behaves like sendmail(8), as Postfix, Exim, msmtp and others bring one.
///
/// Success means that the command has queued the message: a recipient that its server refuses comes back as a bounce
/// to the sender.
package struct SendmailTransport: OutboxTransport, Sendable {
    private let command: CommandWords
    private let seconds: Int

    /// - Parameter command: as a setting writes it; with `-t` it reads the recipients from the header, without it they
    ///   follow.
    package init(command: CommandWords, seconds: Int = 50) {
        self.command = command
        self.seconds = seconds
    }

    package func send(_ envelope: Envelope) -> [SendOutcome] {
        let outcome: SendOutcome
        do {
            outcome = try handOver(envelope)
        } catch {
            outcome = .later(error.description)
        }
        return envelope.recipients.map { _ in outcome }
    }

    private func handOver(_ envelope: Envelope) throws(DeliveryError) -> SendOutcome {
        // Those who have it already must not get it again because a header names them.
        let readsHeader = envelope.isWhole && command.words.contains { ["-t", "-ti", "-it"].contains($0) }
        var words = command.words
        if !readsHeader {
            words.removeAll { $0 == "-t" }
            words = words.map { ["-ti", "-it"].contains($0) ? "-i" : $0 } + ["--"] + envelope.recipients
        }
        let input = try SendmailTransport.file(of: envelope, withBlindRecipients: readsHeader)
        defer { close(input) }
        var process = ChildProcess(words: words)
        process.seconds = seconds
        let (end, output) = process.run(input: input)
        let told = SendOutcome.said("\(words[0]): \(end)" + (output.isEmpty ? "" : ": " + output))
        return SendmailTransport.outcome(of: end, told)
    }

    /// The meaning of an end, by sysexits.h and by what msmtp and Postfix were seen to answer: msmtp ends with 65
    /// for a recipient refused for good, 69 for one refused for now, 77 for a wrong password.
    static func outcome(of end: ProcessEnd, _ told: String) -> SendOutcome {
        switch end {
        case .exited(0): .accepted
        case .exited(65), .exited(67), .exited(68): .never(told)
        case .exited(64), .exited(77), .exited(78), .exited(126), .exited(127), .notStarted: .misconfigured(told)
        case .exited, .signalled: .later(told)
        case .timedOut: .silent(told)
        }
    }

    /// A file without a name that holds the message with the line ends of this system, open for reading.
    private static func file(
        of envelope: Envelope, withBlindRecipients: Bool
    ) throws(DeliveryError) -> Int32 {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var place = Array("\(folder)/.hubdrops-mail.XXXXXX".utf8CString)
        let descriptor = try call(.createFile, folder) { unsafe mkstemp(&place) }
        unsafe unlink(place)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var head: [UInt8] = []
        if withBlindRecipients && !envelope.blindRecipients.isEmpty {
            head = Array("Bcc: \(envelope.blindRecipients.joined(separator: ",\n "))\n".utf8)
        }
        do {
            try writeAll(head + envelope.message.filter { $0 != 13 }, to: descriptor, path: folder)
            _ = try call(.write, folder) { lseek(descriptor, 0, SEEK_SET) }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }
}
