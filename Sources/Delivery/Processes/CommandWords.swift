/// The words of a command as a setting writes it, parted as a shell parts them but with nothing expanded.
///
/// Single quotes keep everything, double quotes and a backslash keep what follows from being parted. No variables,
/// no patterns, no pipes: what stands there is what runs.
package struct CommandWords: Hashable, Sendable {
    /// The program, then its arguments; never empty.
    package let words: [String]

    package init(_ text: String) throws(MailError) {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" || character.isNewline {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let whole = word { words.append(whole) }
        guard quote == nil, !isEscaped, let program = words.first, !program.isEmpty, !text.utf8.contains(0) else {
            throw .command(text)
        }
        self.words = words
    }

    package init(words: [String]) throws(MailError) {
        guard let program = words.first, !program.isEmpty, words.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw .command(words.joined(separator: " "))
        }
        self.words = words
    }
}
