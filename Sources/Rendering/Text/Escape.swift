import Mustache

/// The one place where a value becomes part of a language: HTML, Markdown or plain text.
package enum Escape {
    /// For element content and for attributes in double or single quotes.
    package static func html(_ text: String) -> String {
        let text = VisibleText.of(text)
        guard text.utf8.contains(where: { "<>&\"'".utf8.contains($0) }) else { return text }
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// For running text and table cells of GitHub-flavoured Markdown (specification of GFM 0.29, 2.4 and 6.9).
    ///
    /// A backslash takes away a character's meaning, but not from GitHub's own marks: those look for `@name`, `#123`
    /// and `:cd:` in the finished page, so an empty comment is put between. GitLab's `!1`, `%1`, `~1`, `&1`, `^alert` and
    /// `$1` (GitLab documentation, "GitLab-specific references") mean nothing behind a backslash.
    package static func markdown(_ text: String) -> String {
        let characters = Array(VisibleText.of(text).unicodeScalars)
        let hasAddress = characters.contains("@")
        var escaped = ""
        for (position, character) in characters.enumerated() {
            let next = position + 1 < characters.count ? characters[position + 1] : " "
            let startsLink =
                (character == ":" && next == "/")
                || (character == "." && (hasAddress || follows("www", characters, position)))
            if special.contains(character) || startsLink || (reference.contains(character) && isWord(next)) {
                escaped += "\\"
            } else if position == 0, opensBlock(characters) {
                escaped += "\\"
            } else if position > 0, position == orderedMarker(characters) {
                escaped += "\\"
            }
            escaped.unicodeScalars.append(character)
            let isReference =
                (character == "#" && isDigit(next)) || character == "@"
                || (character == "-" && isDigit(next) && ["GH", "gh"].contains { follows($0, characters, position) })
            if isReference || (character == ":" && opensEmoji(characters, position)) { escaped += "<!-- -->" }
        }
        return escaped
    }

    /// For plain text that a ticket or chat system may show.
    ///
    /// ServiceNow takes `[code]` for HTML, Jira `[~name]` and Slack `<@name>` and `<!channel>` for calls to people; a
    /// blank takes that away and stays visible. A mail or a terminal gains or loses nothing by it.
    package static func plain(_ text: String) -> String {
        let text = VisibleText.of(text)
        guard text.utf8.contains(where: { "[<@".utf8.contains($0) }) else { return text }
        let characters = Array(text.unicodeScalars)
        var escaped = ""
        for (position, character) in characters.enumerated() {
            escaped.unicodeScalars.append(character)
            guard ["[", "<", "@"].contains(character) else { continue }
            let rest = String(String.UnicodeScalarView(characters[(position + 1)...].prefix(9))).lowercased()
            if calls[character, default: []].contains(where: rest.hasPrefix) { escaped += " " }
        }
        return escaped
    }

    private static let calls: [Unicode.Scalar: [String]] = [
        "[": ["code]", "/code]", "~"], "<": ["!", "@"], "@": ["here", "channel", "everyone", "all"],
    ]

    private static let special: Set<Unicode.Scalar> = [
        "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "@", "&", "$",
    ]

    /// What begins a reference of GitLab when a word follows.
    private static let reference: Set<Unicode.Scalar> = ["!", "%", "^"]

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || scalar == "\"" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    /// Whether a colon opens what reads as the name of an emoji, `:ab:`; the digits of a time do not.
    private static func opensEmoji(_ text: [Unicode.Scalar], _ position: Int) -> Bool {
        var end = position + 1
        var hasLetter = false
        while end < text.count, end - position < 40, isWord(text[end]) || "_+-".unicodeScalars.contains(text[end]) {
            hasLetter = hasLetter || !isDigit(text[end])
            end += 1
        }
        return end > position + 1 && end < text.count && text[end] == ":" && (hasLetter || end - position > 3)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func follows(_ word: String, _ text: [Unicode.Scalar], _ position: Int) -> Bool {
        let word = Array(word.unicodeScalars)
        return position >= word.count && Array(text[(position - word.count)..<position]) == word
    }

    /// Whether the text would open a list or a rule at the beginning of a line.
    private static func opensBlock(_ text: [Unicode.Scalar]) -> Bool {
        // A slash would begin a quick action of GitLab.
        text[0] == "-" || text[0] == "+" || text[0] == "=" || text[0] == "/"
    }

    /// The position of the `.` or `)` of `12. `, which would open an ordered list at the beginning of a line.
    private static func orderedMarker(_ text: [Unicode.Scalar]) -> Int? {
        guard let end = text.firstIndex(where: { !isDigit($0) }), end > 0, end < 10,
            text[end] == "." || text[end] == ")", end + 1 == text.count || text[end + 1] == " "
        else { return nil }
        return end
    }
}

/// The content types that templates are loaded with, by the name of their file.
enum ReportContentType: String, CaseIterable, MustacheContentType {
    case html = "HubdropsHTML"
    case markdown = "HubdropsMarkdown"
    case text = "HubdropsText"

    /// By the end of a file's name; everything that is neither HTML nor Markdown is plain text.
    init(file: String) {
        self = file.hasSuffix(".html") ? .html : file.hasSuffix(".md") ? .markdown : .text
    }

    func escapeText(_ text: String) -> String {
        switch self {
        case .html: Escape.html(text)
        case .markdown: Escape.markdown(text)
        case .text: Escape.plain(text)
        }
    }
}
