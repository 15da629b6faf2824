/// Cuts a text so that what a language makes of it still fits: escaping can make one character eight.
enum Clip {
    /// At most so many characters of visible text, with a mark where something is left out.
    static func plain(_ text: String, _ most: Int) -> String {
        clipped(text, most) { VisibleText.of($0) }
    }

    /// The longest beginning whose escaped form has at most so many UTF-16 units, with a mark where it ends early.
    static func clipped(_ text: String, _ most: Int, escape: (String) -> String) -> String {
        // No escaped form is shorter than its text.
        let start = String(text.unicodeScalars.prefix(most))
        if start.unicodeScalars.count == text.unicodeScalars.count, escape(text).utf16.count <= most { return text }
        let scalars = Array(start.unicodeScalars)
        var low = 0
        var high = scalars.count
        while low < high {
            let middle = (low + high + 1) / 2
            if escape(String(String.UnicodeScalarView(scalars[..<middle])) + "…").utf16.count <= most {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return String(String.UnicodeScalarView(scalars[..<low])) + "…"
    }
}
