/// Paragraphs as lines of a terminal's width that a telephone may join again (RFC 3676, format=flowed).
///
/// A line that ends with a blank goes on in the next one. Lines that fit stay as they are, so a table keeps its columns.
enum FlowedText {
    /// Columns of a line, as RFC 3676, section 4.2, asks for 78 at most and advises 72.
    static let width = 72

    /// The text with every longer line broken at blanks; a word that is longer than a line stays whole.
    static func lines(of text: String) -> String {
        var output = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
        {
            for piece in pieces(of: line) { output += stuffed(piece) + "\n" }
        }
        return output
    }

    private static func pieces(of line: Substring) -> [String] {
        // A blank at the end would join the line to the next.
        var line = line
        while line.last == " " { line.removeLast() }
        guard line.count > width else { return [String(line)] }
        var pieces: [String] = []
        var piece: String?
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            guard let begun = piece else {
                piece = String(word)
                continue
            }
            if begun.count + 1 + word.count > width {
                pieces.append(begun + " ")
                piece = String(word)
            } else {
                piece = begun + " " + word
            }
        }
        return pieces + [piece ?? ""]
    }

    /// A blank before what would read as a quotation, an indent or mailbox syntax (RFC 3676, section 4.4).
    private static func stuffed(_ line: String) -> String {
        line.hasPrefix(" ") || line.hasPrefix(">") || line.hasPrefix("From ") ? " " + line : line
    }
}
