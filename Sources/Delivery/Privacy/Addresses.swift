import Glibc

/// Finds IP addresses in a text that somebody else wrote.
package enum Addresses {
    /// The text with something else in place of each IPv4 and IPv6 address; a port, brackets and what is around stay.
    ///
    /// A number such as `v1.2.3.4` is a version.
    package static func replaced(in text: String, by replacement: (String) -> String) -> String {
        var result = ""
        var word = ""
        func end(_ word: String) -> String { replacedWord(word, by: replacement) }
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || ".:".contains(character) {
                word.append(character)
            } else {
                result += end(word)
                result.append(character)
                word = ""
            }
        }
        return result + end(word)
    }

    /// A word of letters, digits, points and colons.
    private static func replacedWord(_ word: String, by replacement: (String) -> String) -> String {
        guard word.contains(where: { ".:".contains($0) }) else { return word }
        // A sentence may end behind an address.
        let core = String(word.reversed().drop { ".:".contains($0) }.reversed())
        let tail = word.dropFirst(core.count)
        if isAddress(core, AF_INET6) { return replacement(core) + tail }
        let parts = core.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return parts.map { isAddress($0, AF_INET) ? replacement($0) : $0 }.joined(separator: ":") + tail
    }

    private static func isAddress(_ text: String, _ family: Int32) -> Bool {
        var bytes = in6_addr()
        return unsafe inet_pton(family, text, &bytes) == 1
    }
}
