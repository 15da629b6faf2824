import Delivery
import Foundation
import Model
import Report
import Settings

/// Mails the report of a day: the summary as text, the page attached.
struct MailJob {
    let settings: MailSettings
    /// Where messages wait that could not be sent; beside the database, whose lock guards it.
    let outboxPath: String

    /// The message of a day, as `summary.eml` keeps it.
    func message(_ report: DayReport, summary: String, page: String, drops: [UInt8]?, now: Instant) throws -> MailMessage {
        guard let date = CivilDate(report.day.date) else {
            throw Failure(.internalFault, "\(report.day.date) is no date")
        }
        let sender = try MailAddress(settings.from)
        let name = report.hubs.count == 1 ? report.hubs[0] : "\(report.hubs.count) hubs"
        let domain = settings.messageIDDomain ?? String(sender.address.split(separator: "@").last ?? "localhost")
        let identity = try MailIdentity(
            hub: report.hubs.count == 1 ? report.hubs[0] : "all-hubs", day: date, revision: report.revision,
            incidents: report.incidents.map(\.key), domain: domain)
        var attachments = [
            try MailAttachment(
                name: "hubdrops-\(report.day.date).html", mediaType: "text/html", bytes: Array(page.utf8))
        ]
        if let drops, let compressed = Gzip.compressed(drops) {
            attachments.append(
                try MailAttachment(
                    name: "drops-\(report.day.date).csv.gz", mediaType: "application/gzip",
                    bytes: compressed))
        }
        let prefix = settings.subjectPrefix.isEmpty ? "[hubdrops] " : settings.subjectPrefix + " "
        var message = MailMessage(
            from: sender, to: try settings.to.map { try MailAddress($0) },
            subject: identity.subject("\(prefix)\(name) \(report.day.date): \(report.verdict.headline)"), date: now,
            identity: identity, text: summary, attachments: attachments)
        message.cc = try settings.cc.map { try MailAddress($0) }
        message.bcc = try settings.bcc.map { try MailAddress($0) }
        message.headers = [
            try MailHeader("X-Hubdrops-Verdict", report.verdict.word.rawValue),
            try MailHeader("X-Hubdrops-Revision", "\(report.revision)"),
            try MailHeader("X-Hubdrops-Complete", "\(report.input.hoursWithRecords)/\(report.input.hours.count)"),
        ]
        return message
    }

    /// Whether the settings want a mail of such a day. A mail that stays out must never mean "no data".
    func wants(_ report: DayReport) -> Bool {
        switch settings.when {
        case .always: true
        case .never: false
        case .worse: ![.usual, .better, .calm].contains(report.verdict.word) || !report.alerts.isEmpty
        }
    }

    /// Sends what earlier runs could not, then this message; what cannot be sent waits for the next run.
    ///
    /// A mail that does not leave is said, and is no reason for the run to fail: the report is written.
    func send(_ message: MailMessage, now: Instant) throws {
        guard let transport = try transport() else { return }
        let outbox = try Outbox(outboxPath)
        var results = try outbox.sendWaiting(through: transport, at: now)
        results.append(
            try outbox.send(message, through: transport, at: now) { seconds in sleep(UInt32(seconds)) })
        for result in results {
            for problem in result.problems { Console.problem("mail: \(problem)") }
            if result.mayArriveTwice {
                Console.problem("mail: \(result.messageID) may arrive twice", isWarning: true)
            }
        }
    }

    private func transport() throws -> (any MailTransport)? {
        if let smtp = settings.smtp {
            guard let security = SMTPServer.Security(rawValue: smtp.tls.rawValue) else { return nil }
            var server = try SMTPServer(host: smtp.host, port: smtp.port, security: security)
            server.user = smtp.user
            server.password = smtp.passwordFile.map { .file(path: $0) }
                ?? smtp.passwordEnvironment.map { .environment(name: $0) }
            return SMTPTransport(server)
        }
        guard let command = settings.sendmail else { return nil }
        return SendmailTransport(command: try CommandWords(words: command.words))
    }
}
