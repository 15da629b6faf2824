/// Numbers of a `Vocabulary`, a bit each, as there may be millions.
package struct NumberSet: Sendable, Equatable {
    fileprivate(set) var words: [UInt64] = []

    package init() {}

    @inline(__always)
    package mutating func insert(_ number: UInt32) {
        let word = Int(number) / 64
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(number % 64)
    }

    package func contains(_ number: UInt32) -> Bool {
        let word = Int(number) / 64
        return word < words.count && words[word] & 1 << UInt64(number % 64) != 0
    }

    package mutating func formUnion(_ other: NumberSet) {
        if words.count < other.words.count {
            words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
        }
        for (place, word) in other.words.enumerated() { words[place] |= word }
    }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
