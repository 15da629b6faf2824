package import Report

/// What the mail of a day says, in both of its forms.
package struct MailText: Sendable, Equatable {
    /// `contoso-prod 2026-03-14: WORSE, 1 incident, 61 devices down`, without a prefix.
    package let subject: String
    /// Complete plain text; every paragraph is one line.
    package let plain: String
    /// Tables and inline styles, nothing fetched.
    package let html: String
}

extension Renderer {
    /// Gmail cuts a mail off at about 102 KB of HTML and hides the rest behind a link; whole threads may add up.
    package static let largestMailHTML = 80_000

    /// The mail of a day.
    ///
    /// - Parameter attachments: what travels with it or stands beside it, a sentence each.
    package func mail(_ report: DayReport, attachments: [String]) throws(TemplateError) -> MailText {
        let page = Page(report, links: linksOutside)
        return try mail("mail", subject: page.subject, attachments: attachments, context: page.mail)
    }

    /// Both forms of a mail; the HTML has shorter lists until it is small enough.
    ///
    /// - Parameter name: that of the two templates, without its extension.
    func mail(
        _ name: String, subject: String, attachments: [String], context: (MailRoom) -> [String: Any]
    ) throws(TemplateError) -> MailText {
        func render(_ form: String, _ room: MailRoom) throws(TemplateError) -> String {
            let context = context(room).merging(["attachments": attachments]) { _, new in new }
            return try templates.render(name + form, context: context)
        }
        let plain = try render(".txt", .usual)
        var html = try render(".html", .usual)
        for room in MailRoom.smaller where html.utf8.count > Renderer.largestMailHTML {
            html = try render(".html", room)
        }
        return MailText(subject: subject, plain: plain.withoutRunsOfBlankLines, html: html)
    }
}

/// How much of each list a mail has room for.
struct MailRoom {
    var devices: Int
    var incidents: Int
    var actions: Int
    var sentences: Int

    static let usual = MailRoom(devices: 20, incidents: 6, actions: 5, sentences: 8)
    static let smaller = [
        MailRoom(devices: 20, incidents: 3, actions: 5, sentences: 4),
        MailRoom(devices: 10, incidents: 2, actions: 3, sentences: 2),
        MailRoom(devices: 0, incidents: 0, actions: 1, sentences: 1),
    ]
}

extension String {
    /// Sections that are left out leave their blank lines behind.
    var withoutRunsOfBlankLines: String {
        var lines: [Substring] = []
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
