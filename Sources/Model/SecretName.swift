/// The name of a setting, field or header, in any style: `adminPassword`, `AZURE_CLIENT_SECRET`, `X-Auth-Token`.
struct SecretName {
    /// Most bytes of a name that are looked at.
    static let mostBytes = 64

    private let text: String
    private let lowered: String
    /// In small letters, without what parts its words.
    private let joined: String

    /// What makes a value secret wherever it stands in the name.
    private static let words = ["password", "passwd", "passphrase", "secret", "pwd"]
    /// The same where the name ends in it.
    private static let endings = [
        "token", "signature", "cookie", "accesskey", "accountkey", "primarykey", "secondarykey", "symmetrickey",
        "apikey",
        "sharedkey", "privatekey", "devicekey", "storagekey", "masterkey",
    ]
    /// Endings of names whose values only lead to a secret, or say something of it.
    private static let harmless = [
        "name", "id", "type", "file", "path", "env", "command", "length", "policy", "expiry", "expires", "count",
    ]
    /// Keys that are known to everybody, or only the names of things.
    private static let openKeys = ["partition", "public", "row", "sort", "message", "group", "redact"].map {
        $0 + "key"
    }

    init(_ bytes: ArraySlice<UInt8>) {
        text = String(decoding: bytes, as: UTF8.self)
        lowered = text.lowercased()
        joined = lowered.filter { $0 != "_" && $0 != "-" && $0 != "." }
    }

    /// Whether a value of this name is a secret.
    var isSecret: Bool {
        if SecretName.harmless.contains(where: joined.hasSuffix) { return false }
        if isSignal || SecretName.words.contains(where: joined.contains) { return true }
        if SecretName.endings.contains(where: joined.hasSuffix) { return true }
        return ends(in: "pass")
            || lowered != "key" && ends(in: "key") && !SecretName.openKeys.contains(where: joined.hasSuffix)
    }

    /// Whether it may as well be the number of a signal.
    var isSignal: Bool { lowered == "sig" }
    /// Whether its value is the rest of the line.
    var isCookie: Bool { joined.hasSuffix("cookie") }
    /// Whether it may as well be a word of a sentence.
    var isWord: Bool { ["secret", "token", "signature", "pass"].contains(lowered) }

    /// Whether its last word is this one; `monkey` does not end in the word key.
    private func ends(in word: String) -> Bool {
        lowered == word || lowered.hasSuffix("_" + word) || lowered.hasSuffix("-" + word)
            || text.hasSuffix(word.prefix(1).uppercased() + word.dropFirst())
    }
}
