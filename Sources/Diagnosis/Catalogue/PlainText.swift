/// Plain text for terminals: lines of a limited width.
enum PlainText {
    /// Breaks a text between words; line breaks in it stay.
    ///
    /// A word that is too long is broken, except an address, which would not work any more.
    ///
    /// - Parameters:
    ///   - first: what the first line begins with, such as `  1. `.
    ///   - next: what the following lines begin with.
    static func wrapped(_ text: String, width: Int, first: String, next: String) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = lines.isEmpty ? first : next
            var isEmpty = true
            for word in pieces(of: paragraph, width: width - next.count) {
                if !isEmpty, line.count + 1 + word.count > width {
                    lines.append(line)
                    line = next
                    isEmpty = true
                }
                line += isEmpty ? word : " " + word
                isEmpty = false
            }
            lines.append(isEmpty && !lines.isEmpty ? "" : line)
        }
        return lines
    }

    /// A text of unknown origin without what could steer a terminal or turn its direction of writing.
    static func harmless(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func pieces(of paragraph: Substring, width: Int) -> [Substring] {
        paragraph.split(whereSeparator: \.isWhitespace).flatMap { word -> [Substring] in
            if word.count <= width || word.hasPrefix("https://") || word.hasPrefix("http://") { return [word] }
            var rest = word[...]
            var parts: [Substring] = []
            while !rest.isEmpty {
                parts.append(rest.prefix(width))
                rest = rest.dropFirst(width)
            }
            return parts
        }
    }
}
