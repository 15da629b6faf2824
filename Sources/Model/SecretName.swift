/// The name of a setting, field or header, in any style: `adminPassword`, `AZURE_CLIENT_SECRET`, `X-Auth-Token`.
///
/// Bytes, not characters: every `name:` of a rejected text is looked at, and names in other letters are none of these.
struct SecretName {
    /// Most bytes of a name that are looked at.
    static let mostBytes = 64

    private let text: ArraySlice<UInt8>
    private let lowered: [UInt8]
    /// In small letters, without what parts its words.
    private let joined: [UInt8]

    /// What makes a value secret wherever it stands in the name.
    private static let words: [[UInt8]] = bytes(["password", "passwd", "passphrase", "secret", "pwd"])
    /// The same where the name ends in it.
    private static let endings: [[UInt8]] = bytes([
        "token", "signature", "cookie", "accesskey", "accountkey", "primarykey", "secondarykey", "symmetrickey",
        "apikey",
        "sharedkey", "privatekey", "devicekey", "storagekey", "masterkey",
    ])
    /// Endings of names whose values only lead to a secret, or say something of it.
    private static let harmless: [[UInt8]] = bytes([
        "name", "id", "type", "file", "path", "env", "command", "length", "policy", "expiry", "expires", "count",
    ])
    /// Keys that are known to everybody, or only the names of things.
    private static let openKeys: [[UInt8]] = bytes(
        ["partition", "public", "row", "sort", "message", "group", "redact"].map { $0 + "key" })
    /// Those that may as well be a word of a sentence.
    private static let ordinary: [[UInt8]] = bytes(["secret", "token", "signature", "pass"])

    private static func bytes(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }

    init(_ bytes: ArraySlice<UInt8>) {
        text = bytes
        lowered = bytes.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 + 32 : $0 }
        joined = lowered.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
    }

    /// Whether a value of this name is a secret.
    var isSecret: Bool {
        if SecretName.harmless.contains(where: joined.ends) { return false }
        if isSignal || SecretName.words.contains(where: joined.holds) { return true }
        if SecretName.endings.contains(where: joined.ends) { return true }
        return ends(in: "pass")
            || !isKey && ends(in: "key") && !SecretName.openKeys.contains(where: joined.ends)
    }

    /// Whether it may as well be the number of a signal.
    var isSignal: Bool { lowered.elementsEqual("sig".utf8) }
    /// Whether its value is the rest of the line.
    var isCookie: Bool { joined.ends(in: Array("cookie".utf8)) }
    /// Whether it may as well be a word of a sentence.
    var isWord: Bool { SecretName.ordinary.contains(lowered) }

    private var isKey: Bool { lowered.elementsEqual("key".utf8) }

    /// Whether its last word is this one; `monkey` does not end in the word key.
    private func ends(in word: StaticString) -> Bool {
        let word = Array(word.description.utf8)
        guard lowered.ends(in: word) else { return false }
        guard text.count > word.count else { return true }
        let (before, first) = (text[text.endIndex - word.count - 1], text[text.endIndex - word.count])
        return before == UInt8(ascii: "_") || before == UInt8(ascii: "-")
            || first == word[0] - 32 && text.suffix(word.count - 1).elementsEqual(word.dropFirst())
    }
}

extension [UInt8] {
    fileprivate func ends(in word: [UInt8]) -> Bool {
        count >= word.count && self[(count - word.count)...].elementsEqual(word)
    }

    fileprivate func holds(_ word: [UInt8]) -> Bool {
        guard count >= word.count else { return false }
        return (0...count - word.count).contains {
            self[$0] == word[0] && self[$0..<$0 + word.count].elementsEqual(word)
        }
    }
}
