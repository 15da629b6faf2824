import Delivery

/// Texts that devices or Azure wrote, and that may name a device.
struct FreeText {
    /// What stands in place of a name; nil for a word that is none.
    let replacement: (String) -> String?

    init(known: [String: Pseudonyms.Kind], pseudonyms: Pseudonyms) {
        replacement = { name in
            guard let kind = known[name] else { return nil }
            return kind == .address ? pseudonyms.address(name) : pseudonyms.name(kind, name)
        }
    }

    init(_ replacements: [String: String]) {
        replacement = { replacements[$0] }
    }

    /// Characters of a device id (IoT Hub documentation, "Identity registry"): others end a name.
    private static let ofNames = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:.+%_#*?!(),=@;$'")
    /// Those of them at which a name may begin or end inside a longer word.
    private static let joints = Set(":.+%_#*?!(),=@;$'")
    private static let mostJoints = 40

    /// The text with every known name replaced; the longest name wins.
    func redacted(_ text: String) -> String {
        var result = ""
        var word: [Character] = []
        for character in text {
            if FreeText.ofNames.contains(character) {
                word.append(character)
            } else {
                result += redactedWord(word)
                word.removeAll(keepingCapacity: true)
                result.append(character)
            }
        }
        return result + redactedWord(word)
    }

    private func redactedWord(_ word: [Character]) -> String {
        guard !word.isEmpty else { return "" }
        if let replacement = replacement(String(word)) { return replacement }
        let joints = word.indices.filter { FreeText.joints.contains(word[$0]) }.prefix(FreeText.mostJoints)
        guard !joints.isEmpty else { return String(word) }
        let starts = [0] + joints.map { $0 + 1 }
        let ends = joints + [word.count]
        var result = ""
        var position = 0
        while position < word.count {
            var found: (end: Int, text: String)?
            if starts.contains(position) {
                for end in ends.reversed() where end > position && found == nil {
                    found = replacement(String(word[position..<end])).map { (end, $0) }
                }
            }
            result += found?.text ?? String(word[position])
            position = found?.end ?? position + 1
        }
        return result
    }
}
