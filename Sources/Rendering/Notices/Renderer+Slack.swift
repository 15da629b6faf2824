package import Report

extension Renderer {
    /// A message of an incoming webhook of Slack, in blocks (docs.slack.dev, "Block Kit": at most 50 blocks, 150 characters
    /// in a header, 3,000 in a section, 2,000 in a field).
    ///
    /// Names come from devices, so all of them are plain text: nothing in them is a mention, a link or a form.
    package func slackBody(_ notice: Notice) throws -> String {
        let words = NoticeWords(notice: notice)
        func plain(_ text: String, _ most: Int) -> [String: Any] {
            ["type": "plain_text", "text": Clip.clipped(text, most) { $0 }, "emoji": false]
        }
        var blocks: [[String: Any]] = [
            ["type": "header", "text": plain(Clip.plain(notice.title, 150), 150)],
            ["type": "section", "text": plain(words.summary, 3000)],
        ]
        let numbers = words.numbers
        if !numbers.isEmpty {
            blocks.append(["type": "section", "fields": numbers.map { plain($0.name + "\n" + $0.words, 2000) }])
        }
        if !words.listed.isEmpty { blocks.append(["type": "divider"]) }
        for (position, matter) in words.listed.enumerated() {
            let text = words.lines(matter, rank: position + 1).joined(separator: "\n")
            blocks.append(["type": "section", "text": plain(text, 3000)])
        }
        if let rest = words.rest { blocks.append(["type": "context", "elements": [plain(rest, 2000)]]) }
        if let link = notice.links?.report {
            blocks.append([
                "type": "actions",
                "elements": [["type": "button", "text": plain("Open the report", 75), "url": link] as [String: Any]],
            ])
        }
        // What a notification shows; there "&", "<" and ">" are signs of Slack's own.
        let fallback = Clip.plain(notice.title, 300).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
        return try NoticeJSON.text(["text": fallback, "blocks": blocks])
    }
}
