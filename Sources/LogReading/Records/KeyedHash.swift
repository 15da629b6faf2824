/// A 128-bit hash that stands for its text.
struct Hash128: Hashable, BitwiseCopyable {
    var low: UInt64
    var high: UInt64
}

/// Hashes of texts under a secret key, drawn anew in every process.
///
/// The function is NH of UMAC (Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC: Fast and Secure Message
/// Authentication", 1999) on words of 64 bits: for any two different texts, chosen by whomever, the chance that
/// their hashes agree is at most 2 to the power -64 as long as the key is not known. That matters because device
/// ids and messages are written by strangers, and a hash here replaces the comparison of texts.
@safe final class KeyedHash: @unchecked Sendable {
    /// The longest text that has a hash; the key has one word for every word of it.
    static let longestText = 4096

    private let key: UnsafeMutablePointer<UInt64>
    private static let words = longestText / 8 + 16

    init(using generator: inout some RandomNumberGenerator) {
        unsafe key = .allocate(capacity: KeyedHash.words)
        for index in 0..<KeyedHash.words {
            unsafe (key + index).initialize(to: UInt64.random(in: .min ... .max, using: &generator))
        }
    }

    deinit { unsafe key.deallocate() }

    /// The hash of a range of at most `longestText` bytes.
    @inline(__always)
    func of(_ text: Bytes, from: Int, to: Int) -> Hash128 {
        assert(to - from <= KeyedHash.longestText)
        var sum = block(UInt64(truncatingIfNeeded: to &- from), 0, at: 0)
        var word = 2
        add(text, from: from, to: to, word: &word, sum: &sum)
        return finished(sum)
    }

    /// The hash of two ranges of together at most `longestText` bytes; where the first ends and the surroundings
    /// are part of it.
    @inline(__always)
    func of(
        _ first: Bytes, from: Int, to: Int, then second: Bytes, from secondFrom: Int, to secondTo: Int,
        in context: CacheKeySpace = .line
    ) -> Hash128 {
        assert(to - from + secondTo - secondFrom <= KeyedHash.longestText)
        var sum = block(
            UInt64(truncatingIfNeeded: to &- from) | context.number &<< 32,
            UInt64(truncatingIfNeeded: secondTo &- secondFrom), at: 0)
        var word = 2
        add(first, from: from, to: to, word: &word, sum: &sum)
        add(second, from: secondFrom, to: secondTo, word: &word, sum: &sum)
        return finished(sum)
    }

    /// The hash of five numbers.
    func of(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ e: UInt32) -> Hash128 {
        let sum =
            block(UInt64(a) << 32 | UInt64(b), UInt64(c) << 32 | UInt64(d), at: 0) &+ block(UInt64(e), 0, at: 2)
        return finished(sum)
    }

    @inline(__always)
    private func add(_ text: Bytes, from: Int, to: Int, word: inout Int, sum: inout UInt128) {
        var index = from
        var other: UInt128 = 0
        while index &+ 32 <= to {
            sum &+= block(text.word(at: index), text.word(at: index &+ 8), at: word)
            other &+= block(text.word(at: index &+ 16), text.word(at: index &+ 24), at: word &+ 2)
            index &+= 32
            word &+= 4
        }
        sum &+= other
        if index &+ 16 <= to {
            sum &+= block(text.word(at: index), text.word(at: index &+ 8), at: word)
            index &+= 16
            word &+= 2
        }
        let left = to &- index
        guard left > 0 else { return }
        var first = text.word(at: index)
        var second: UInt64 = 0
        if left < 8 {
            first &= (1 << UInt64(truncatingIfNeeded: left &* 8)) &- 1
        } else if left > 8 {
            second = text.word(at: index &+ 8) & ((1 << UInt64(truncatingIfNeeded: (left &- 8) &* 8)) &- 1)
        }
        sum &+= block(first, second, at: word)
        word &+= 2
    }

    @inline(__always)
    private func block(_ first: UInt64, _ second: UInt64, at word: Int) -> UInt128 {
        assert(word + 1 < KeyedHash.words)
        let product = unsafe (first &+ key[word]).multipliedFullWidth(by: second &+ key[word &+ 1])
        return UInt128(truncatingIfNeeded: product.high) &<< 64 | UInt128(truncatingIfNeeded: product.low)
    }

    @inline(__always)
    private func finished(_ sum: UInt128) -> Hash128 {
        Hash128(low: UInt64(truncatingIfNeeded: sum), high: UInt64(truncatingIfNeeded: sum &>> 64))
    }
}
