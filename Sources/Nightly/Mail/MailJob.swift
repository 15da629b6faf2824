import Delivery
import Diagnosis
import Foundation
import Model
import Rendering
import Report
import Settings

/// The mails that a day gives rise to.
struct DayMessages {
    let day: MailMessage
    /// With the names of their files.
    let incidents: [(name: String, message: MailMessage)]
}

/// The mail of a day: kept beside its report, and sent where the settings say how.
struct MailJob {
    let settings: MailSettings?
    /// The services that are notified by way of the same outbox.
    var notify: NotifySettings?
    /// Where messages wait that could not be sent; beside the database, whose lock guards it.
    let outboxPath: String

    /// All messages that a day gives rise to.
    ///
    /// - Parameters:
    ///   - attachments: outputs that travel with the mail, compressed, by their names.
    ///   - date: when this revision of the report was made.
    func messages(
        _ report: DayReport, renderer: Renderer, page: String, attachments: [String: [UInt8]], date: Instant
    ) throws -> DayMessages {
        DayMessages(
            day: try message(report, renderer: renderer, page: page, drops: attachments["drops.csv"], date: date),
            incidents: try incidentMessages(report, renderer: renderer, date: date))
    }

    /// The message of a day, as `summary.eml` keeps it.
    private func message(
        _ report: DayReport, renderer: Renderer, page: String, drops: [UInt8]?, date: Instant
    ) throws -> MailMessage {
        let hub = MailJob.hubWord(report.hubs)
        let name = "\(hub)-\(report.day.date)"
        var attachments = [
            try MailAttachment(name: name + ".html", mediaType: "text/html", bytes: Array(page.utf8))
        ]
        var notes = ["The full report is attached: \(attachments[0].name)."]
        if settings?.attachCSV == true {
            if let drops {
                attachments.append(
                    try MailAttachment(name: name + "-drops.csv.gz", mediaType: "application/gzip", bytes: drops))
                notes.append("Every drop is attached: \(attachments[1].name).")
            } else {
                notes.append("drops.csv is too large to attach; it is beside the report.")
            }
        }
        let text = try renderer.mail(report, attachments: notes)
        var message = try message(
            of: [hub, report.day.date], revision: report.revision, incidents: report.incidents.map(\.key), hub: hub,
            text: text, attachments: attachments, date: date)
        message.headers += try marks(report)
        return message
    }

    /// The message of a week or a month, as `summary.eml` keeps it: to the recipients of digests where there are any,
    /// else to those of the day.
    func message(
        _ report: PeriodReport, renderer: Renderer, page: String, date: Instant
    ) throws -> MailMessage {
        let hub = MailJob.hubWord(report.hubs)
        let attachment = try MailAttachment(
            name: "\(hub)-\(report.name).html", mediaType: "text/html", bytes: Array(page.utf8))
        let text = try renderer.mail(report, attachments: ["The full report is attached: \(attachment.name)."])
        var message = try message(
            of: [hub, report.name], revision: report.revision, hub: hub, text: text, attachments: [attachment],
            date: date)
        if let settings, !settings.digestTo.isEmpty {
            message.to = try addresses(settings.digestTo)
            message.cc = []
            message.bcc = []
        }
        let known = report.days.count { $0.drops != nil && $0.isComplete }
        message.headers += [
            try MailHeader("X-Hubdrops-Revision", "\(report.revision)"),
            try MailHeader("X-Hubdrops-Complete", "\(known)/\(report.days.count)"),
        ]
        return message
    }

    /// The mail of any period: a day, a week, a month.
    ///
    /// - Parameters:
    ///   - words: what makes its Message-ID, such as hub and `2026-W11`; the same words and revision are the same mail.
    ///   - incidents: keys of incidents that it tells of.
    ///   - hub: the hub, or `all-hubs`.
    func message(
        of words: [String], revision: Int, incidents: [String] = [], hub: String, text: MailText,
        attachments: [MailAttachment], date: Instant
    ) throws -> MailMessage {
        let identity = try MailIdentity(of: words, revision: revision, incidents: incidents, domain: domain)
        var message = MailMessage(
            from: try sender, to: try addresses(settings?.to), subject: prefix + " " + text.subject, date: date,
            identity: identity, text: text.plain, html: text.html, attachments: attachments)
        message.isFlowed = true
        message.cc = try addresses(settings?.cc)
        message.bcc = try addresses(settings?.bcc)
        message.headers = try headers(hub: hub)
        return message
    }

    /// A mail for each incident, by the name of its file; none where nobody wants them.
    ///
    /// All mails about one incident refer to one root, so that they stand together (RFC 5322, section 3.6.4).
    private func incidentMessages(
        _ report: DayReport, renderer: Renderer, date: Instant
    ) throws -> [(name: String, message: MailMessage)] {
        guard let settings, !settings.incidentsTo.isEmpty, !report.incidents.isEmpty else { return [] }
        let texts = try renderer.tickets(report, profiles: [.plain]).dropFirst()
        return try zip(report.incidents, texts).map { incident, file in
            let identity = try MailIdentity(
                of: ["incident", incident.key, report.day.date], revision: report.revision, incidents: [incident.key],
                domain: domain)
            let title = file.text.prefix { $0 != "\n" }
            var message = MailMessage(
                from: try sender, to: try addresses(settings.incidentsTo), subject: prefix + " " + title, date: date,
                identity: identity, text: file.text)
            message.isFlowed = true
            message.headers =
                try headers(hub: incident.hub) + marks(report) + [MailHeader("X-Hubdrops-Incident", incident.key)]
            return (file.name.replacing(".plain.txt", with: ".eml"), message)
        }
    }

    private var prefix: String {
        settings.flatMap { $0.subjectPrefix.isEmpty ? nil : $0.subjectPrefix } ?? "[hubdrops]"
    }

    /// What mail programs and filters go by: no vacation replies (RFC 3834), a list of its own (RFC 2919).
    private func headers(hub: String) throws -> [MailHeader] {
        [
            try MailHeader("List-Id", "hubdrops \(hub) <\(hub).hubdrops.\(domain)>"),
            try MailHeader("Auto-Submitted", "auto-generated"),
            try MailHeader("Precedence", "bulk"),
            try MailHeader("Content-Language", "en"),
        ]
    }

    private func marks(_ report: DayReport) throws -> [MailHeader] {
        [
            try MailHeader("X-Hubdrops-Verdict", report.verdict.word.rawValue),
            try MailHeader("X-Hubdrops-Revision", "\(report.revision)"),
            try MailHeader("X-Hubdrops-Complete", "\(report.input.hoursWithRecords)/\(report.input.hours.count)"),
        ]
    }

    /// The hub, or `all-hubs` for several: part of names and ids.
    static func hubWord(_ hubs: [String]) -> String { hubs.count == 1 ? hubs[0] : "all-hubs" }

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

    /// What the settings want sent of a day: the mail of the day if it is such a day, and those of its incidents.
    ///
    /// Who was mailed a revision is mailed the one that corrects it, whatever it says: a day that turned out to be no
    /// worse than usual must not stay worse in a mailbox.
    func wanted(_ messages: DayMessages, of report: DayReport) throws -> [MailMessage] {
        guard settings?.when != .never else { return [] }
        let isWanted = try wants(report) || corrects(report)
        return (isWanted && !messages.day.isDraft ? [messages.day] : []) + messages.incidents.map(\.message)
    }

    private func corrects(_ report: DayReport) throws -> Bool {
        guard report.revision > 1, FileManager.default.fileExists(atPath: outboxPath) else { return false }
        let words = [MailJob.hubWord(report.hubs), report.day.date]
        let outbox = try Outbox(outboxPath)
        return try (1..<report.revision).contains { revision in
            try outbox.knows(MailIdentity(of: words, revision: revision, domain: domain).messageID.description)
        }
    }

    /// Whether the settings want a mail of such a day.
    ///
    /// A mail that stays out must never mean "no data".
    private func wants(_ report: DayReport) -> Bool {
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
    /// The run goes on when a mail does not leave: its report is written.
    ///
    /// - Returns: whether everybody who should have a mail has it.
    func sendWaiting(justQueued: Set<String>, now: Instant) throws -> Bool {
        guard FileManager.default.fileExists(atPath: outboxPath) else { return true }
        let mail = try transport()
        let services = Dictionary(
            uniqueKeysWithValues: notify.map(NoticeJob.services)?.map { ($0.rawValue, $1.transport($0)) } ?? [])
        let results = try Outbox(outboxPath).sendWaiting(
            at: now, justQueued: justQueued, pause: { sleep(UInt32($0)) },
            through: { way in way.map { services[$0] } ?? mail })
        for result in results { tell(result) }
        return results.allSatisfy { [.done, .doneBefore].contains($0.state) && $0.problems.isEmpty }
    }

    private func tell(_ result: Outbox.Result) {
        for problem in result.problems { Console.problem(problem) }
        if result.mayArriveTwice {
            Console.problem("\(result.messageID) may arrive twice", isWarning: true)
        }
    }

    /// Sends a mail that says it is a test, at once and past the outbox.
    ///
    /// - Returns: what became of it for each recipient, and a sentence for each.
    func sendTest(now: Instant) throws -> [(isTaken: Bool, sentence: String)] {
        guard let settings, let transport = try transport() else {
            throw Failure(.configuration, "no way to send mail: set sendmail or smtp below 'mail'")
        }
        let everyone = settings.to + settings.cc + settings.bcc
        let first = everyone.isEmpty ? settings.incidentsTo + settings.digestTo : settings.to
        var message = MailMessage(
            from: try sender, to: try addresses(first), subject: prefix + " test", date: now,
            identity: try MailIdentity(of: ["test", "\(now.seconds)"], revision: 1, domain: domain),
            text: MailJob.testText)
        message.cc = try addresses(settings.cc)
        message.bcc = try addresses(settings.bcc)
        message.headers = [try MailHeader("Auto-Submitted", "auto-generated")]
        let envelope = Envelope(
            sender: message.from.address, recipients: message.recipients, blindRecipients: message.blindRecipients,
            message: message.encoded())
        return zip(message.recipients, transport.send(envelope)).map { address, outcome in
            (outcome == .accepted, outcome == .accepted ? "taken for \(address)" : "\(address): \(outcome.reason)")
        }
    }

    private static let testText =
        "This is a test of hubdrops, sent by 'hubdrops check --send-test-mail'. Reports will come this way."

    private func transport() throws -> (any OutboxTransport)? {
        guard let settings else { return nil }
        if let smtp = settings.smtp {
            var server = try SMTPServer(host: smtp.host, port: smtp.port, security: smtp.tls)
            server.user = smtp.user
            server.password =
                smtp.passwordFile.map { .file(path: $0) }
                ?? smtp.passwordEnvironment.map { .environment(name: $0) }
            server.certificateFile = smtp.certificateFile
            return SMTPTransport(server)
        }
        guard let command = settings.sendmail else { return nil }
        return SendmailTransport(command: try CommandWords(words: command.words))
    }
}
