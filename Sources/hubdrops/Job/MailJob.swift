import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings

/// The mail of a day: kept beside its report, and sent where the settings say how.
struct MailJob {
    /// Most bytes of a compressed `drops.csv` that travel with a mail: with the page, the whole stays well below the
    /// 20 MB that Outlook.com takes, of which base64 eats a quarter.
    private static let largestCSV = 4 << 20

    let settings: MailSettings?
    /// Where messages wait that could not be sent; beside the database, whose lock guards it.
    let outboxPath: String

    /// The message of a day, as `summary.eml` keeps it.
    ///
    /// - Parameter date: when this revision of the report was made.
    func message(
        _ report: DayReport, renderer: Renderer, page: String, drops: () -> [UInt8]?, date: Instant
    ) throws -> MailMessage {
        guard let day = CivilDate(report.day.date) else {
            throw Failure(.internalFault, "\(report.day.date) is no date")
        }
        let sender = try sender
        let hub = report.hubs.count == 1 ? report.hubs[0] : "all-hubs"
        let identity = try MailIdentity(
            hub: hub, day: day, revision: report.revision, incidents: report.incidents.map(\.key), domain: domain)
        let name = "\(hub)-\(report.day.date)"
        var attachments = [
            try MailAttachment(name: name + ".html", mediaType: "text/html", bytes: Array(page.utf8))
        ]
        var notes = ["The full report is attached: \(attachments[0].name)."]
        if settings?.attachCSV == true {
            let compressed = drops().flatMap(Gzip.compressed)
            if let compressed, compressed.count <= MailJob.largestCSV {
                attachments.append(
                    try MailAttachment(name: name + "-drops.csv.gz", mediaType: "application/gzip", bytes: compressed))
                notes.append("Every drop is attached: \(attachments[1].name).")
            } else {
                notes.append("drops.csv is too large to attach; it stands beside the report.")
            }
        }
        let text = try renderer.mail(report, attachments: notes)
        let prefix = settings?.subjectPrefix ?? ""
        var message = MailMessage(
            from: sender, to: try addresses(settings?.to), subject: (prefix.isEmpty ? "[hubdrops]" : prefix) + " " + text.subject,
            date: date, identity: identity, text: text.plain, html: text.html, attachments: attachments)
        message.isFlowed = true
        message.cc = try addresses(settings?.cc)
        message.bcc = try addresses(settings?.bcc)
        message.headers = try headers(report, hub: hub)
        return message
    }

    /// Marks that mail programs and filters go by: no vacation replies (RFC 3834), a list of its own (RFC 2919).
    private func headers(_ report: DayReport, hub: String) throws -> [MailHeader] {
        [
            try MailHeader("List-Id", "hubdrops \(hub) <\(hub).hubdrops.\(domain)>"),
            try MailHeader("Auto-Submitted", "auto-generated"),
            try MailHeader("Precedence", "bulk"),
            try MailHeader("Content-Language", "en"),
            try MailHeader("X-Hubdrops-Verdict", report.verdict.word.rawValue),
            try MailHeader("X-Hubdrops-Revision", "\(report.revision)"),
            try MailHeader("X-Hubdrops-Complete", "\(report.input.hoursWithRecords)/\(report.input.hours.count)"),
        ]
    }

    /// Without settings an address that can be nobody's (RFC 2606): a message must name its author (RFC 5322, 3.6).
    private var sender: MailAddress {
        get throws { try MailAddress(settings?.from ?? "hubdrops <hubdrops@hubdrops.invalid>") }
    }

    private var domain: String {
        get throws {
            try settings?.messageIDDomain ?? String(sender.address.split(separator: "@").last ?? "hubdrops.invalid")
        }
    }

    private func addresses(_ texts: [String]?) throws -> [MailAddress] {
        try (texts ?? []).map { try MailAddress($0) }
    }

    /// Whether the settings want a mail of such a day. A mail that stays out must never mean "no data".
    func wants(_ report: DayReport) -> Bool {
        switch settings?.when {
        case .always: true
        case .never, nil: false
        case .worse: ![.usual, .better, .calm].contains(report.verdict.word) || !report.alerts.isEmpty
        }
    }

    /// Puts a message on its way; `sendWaiting` sends it.
    ///
    /// - Returns: its id, where there is a way and it has not gone it already.
    func add(_ message: MailMessage, now: Instant) throws -> String? {
        guard try transport() != nil else { return nil }
        let result = try Outbox(outboxPath).add(message, at: now)
        tell(result)
        return result.state == .waiting ? result.messageID : nil
    }

    /// Sends what this run and earlier ones put on its way; what cannot be sent waits for the next run.
    ///
    /// A mail that does not leave is said, and is no reason for the run to fail: the report is written.
    func sendWaiting(fresh: Set<String>, now: Instant) throws {
        guard let transport = try transport(), FileManager.default.fileExists(atPath: outboxPath) else { return }
        let results = try Outbox(outboxPath).sendWaiting(
            through: transport, at: now, fresh: fresh, pause: { sleep(UInt32($0)) })
        for result in results { tell(result) }
    }

    private func tell(_ result: Outbox.Result) {
        for problem in result.problems { Console.problem("mail: \(problem)") }
        if result.mayArriveTwice {
            Console.problem("mail: \(result.messageID) may arrive twice", isWarning: true)
        }
    }

    private func transport() throws -> (any MailTransport)? {
        guard let settings else { return nil }
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
