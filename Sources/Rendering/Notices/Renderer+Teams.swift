package import Report

extension Renderer {
    /// A message of a Teams workflow ("When a Teams webhook request is received"): one adaptive card of version 1.4, which
    /// all clients of Teams show (adaptivecards.io, schema 1.4; at most 28 KB a message).
    ///
    /// Names come from devices, so they are text runs, in which nothing is Markdown.
    package func teamsBody(_ notice: Notice) throws -> String {
        let words = NoticeWords(notice: notice)
        func run(_ text: String, _ style: [String: Any] = [:]) -> [String: Any] {
            let inline = style.merging(["type": "TextRun", "text": text]) { $1 }
            return ["type": "RichTextBlock", "inlines": [inline]]
        }
        var body: [[String: Any]] = [
            run(Clip.plain(notice.title, 300), ["size": "Large", "weight": "Bolder"]), run(words.summary),
        ]
        let numbers = words.numbers
        if !numbers.isEmpty {
            body.append(["type": "FactSet", "facts": numbers.map { ["title": $0.name, "value": $0.words] }])
        }
        for (position, matter) in words.listed.enumerated() {
            let lines = words.lines(matter, rank: position + 1)
            body.append(run(lines[0], ["weight": "Bolder"]).merging(["separator": true]) { $1 })
            for line in lines.dropFirst() { body.append(run(line).merging(["spacing": "Small"]) { $1 }) }
        }
        if let rest = words.rest { body.append(run(rest, ["isSubtle": true])) }
        var card: [String: Any] = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": body, "fallbackText": Clip.plain(notice.title, 300),
        ]
        if let link = notice.links?.report {
            card["actions"] = [["type": "Action.OpenUrl", "title": "Open the report", "url": link]]
        }
        let attachment: [String: Any] = [
            "contentType": "application/vnd.microsoft.card.adaptive", "content": card,
        ]
        return try NoticeJSON.text(["type": "message", "attachments": [attachment]])
    }
}
