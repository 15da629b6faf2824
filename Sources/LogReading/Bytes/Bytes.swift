import Glibc

/// A run of bytes that somebody else owns, with at least `Bytes.padding` readable bytes after its end.
///
/// The padding lets whole words be loaded near the end. Indexes are checked in debug builds only: every byte of
/// every log passes through here. All pointer work on log text is in this file.
@safe struct Bytes {
    static let padding = 64

    private let start: UnsafePointer<UInt8>
    let count: Int

    @inline(__always)
    init(start: UnsafePointer<UInt8>, count: Int) {
        unsafe self.start = start
        self.count = count
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        assert(index >= 0 && index < count + Bytes.padding)
        return unsafe start[index]
    }

    /// The eight bytes from an index on, the first in the lowest place.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        assert(index >= 0 && index + 8 <= count + Bytes.padding)
        return unsafe UInt64(
            littleEndian: UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self))
    }

    /// The four bytes from an index on, the first in the lowest place.
    @inline(__always)
    func half(at index: Int) -> UInt32 {
        assert(index >= 0 && index + 4 <= count + Bytes.padding)
        return unsafe UInt32(
            littleEndian: UnsafeRawPointer(start + index).loadUnaligned(as: UInt32.self))
    }

    @inline(__always)
    func slice(from: Int, to: Int) -> Bytes {
        assert(from >= 0 && from <= to && to <= count)
        return unsafe Bytes(start: start + from, count: to - from)
    }

    /// Where this lies in a longer run of bytes; nil where it is no part of that.
    func offset(in whole: Bytes) -> Int? {
        let offset = unsafe Int(bitPattern: start) &- Int(bitPattern: whole.start)
        return offset >= 0 && offset <= whole.count - count ? offset : nil
    }

    /// The first place of a byte in a range, or -1.
    @inline(__always)
    func firstIndex(of byte: UInt8, from: Int, to: Int) -> Int {
        assert(from >= 0 && to <= count)
        guard from < to else { return -1 }
        guard let found = unsafe memchr(start + from, Int32(byte), to - from) else { return -1 }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    /// How often a byte stands in a range.
    func count(of byte: UInt8, from: Int, to: Int) -> Int {
        assert(from >= 0 && to <= count)
        var total = 0
        var index = from
        let wanted = SIMD16<UInt8>(repeating: byte)
        while index + 16 <= to {
            let stop = min(to - 15, index + 16 * 255)
            var sums = SIMD16<UInt8>(repeating: 0)
            while index < stop {
                let block = unsafe UnsafeRawPointer(start + index).loadUnaligned(as: SIMD16<UInt8>.self)
                sums = sums &+ SIMD16<UInt8>(repeating: 0).replacing(with: 1, where: block .== wanted)
                index += 16
            }
            total += Int(SIMD16<UInt16>(truncatingIfNeeded: sums).wrappedSum())
        }
        while index < to {
            if unsafe start[index] == byte { total += 1 }
            index += 1
        }
        return total
    }

    /// Whether the byte order mark of UTF-8 stands at an index, before another one.
    func hasByteOrderMark(at index: Int, to end: Int) -> Bool {
        index + 3 <= end && self[index] == 0xef && self[index + 1] == 0xbb && self[index + 2] == 0xbf
    }

    /// The length of the white space or separator at an index, which says nothing between the records of a line; 0 of
    /// anything else.
    ///
    /// Among the white space are the line separator (U+2028) and the blank that does not break (U+00A0). One NUL ends a
    /// message of GELF; several are a hole.
    func lengthOfSeparator(at index: Int, to end: Int) -> Int {
        switch self[index] {
        case 0: index + 1 < end && self[index + 1] == 0 ? 0 : 1
        case 1...0x20, UInt8(ascii: ","), UInt8(ascii: ";"): 1
        case 0xc2 where index + 2 <= end && self[index + 1] == 0xa0: 2
        case 0xe2 where index + 3 <= end && self[index + 1] == 0x80 && self[index + 2] & 0xfe == 0xa8: 3
        default: 0
        }
    }

    /// Where an object begins in a line behind words of whoever wrote it down, such as the time, level and name of a log
    /// of containers; nil for any other line.
    ///
    /// What is left of a cut record has a bracket or an escape, or ends inside a word.
    func beginningBehindPrefix(from: Int, to: Int) -> Int? {
        let brace = firstIndex(of: UInt8(ascii: "{"), from: from, to: to)
        guard brace > from, [0x20, 0x09, UInt8(ascii: ":"), UInt8(ascii: "=")].contains(self[brace - 1]),
            firstIndex(of: UInt8(ascii: "}"), from: from, to: brace) < 0,
            firstIndex(of: UInt8(ascii: "\\"), from: from, to: brace) < 0
        else { return nil }
        return brace
    }

    /// Whether a part of other bytes stands at an index, and before another one.
    @inline(__always)
    func repeats(_ other: Bytes, _ part: Range<Int>, at index: Int, to end: Int) -> Bool {
        assert(end <= count && part.upperBound <= other.count)
        guard part.count <= end &- index else { return false }
        return unsafe memcmp(start + index, other.start + part.lowerBound, part.count) == 0
    }

    /// Whether these are the bytes of a text.
    func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where unsafe start[index] != text.utf8Start[index] { return false }
        return true
    }

    /// Whether these are the same bytes as others.
    func equals(_ other: Bytes) -> Bool {
        count == other.count && (0..<count).allSatisfy { self[$0] == other[$0] }
    }

    /// Whether this is an ASCII text, capital letters being equal to small ones.
    ///
    /// The text is given in small letters.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where unsafe lowerCased(start[index]) != text.utf8Start[index] { return false }
        return true
    }

    /// As a text, what is not UTF-8 replaced by U+FFFD.
    var text: String {
        unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Appends all bytes to others.
    func append(to output: inout [UInt8]) {
        unsafe output.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    /// Copies all bytes to memory that is large enough.
    @inline(__always)
    func copy(to target: UnsafeMutablePointer<UInt8>) {
        unsafe memcpy(target, start, count)
    }
}

/// The small letter of an ASCII capital; any other byte as it is.
@inline(__always)
func lowerCased(_ byte: UInt8) -> UInt8 {
    byte &- 65 < 26 ? byte | 0x20 : byte
}

/// Memory that texts are decoded into; everything in it dies with the next `reset`.
@safe final class Arena {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var used = 0

    init() {
        capacity = 1 << 16
        unsafe start = .allocate(capacity: capacity + Bytes.padding)
        unsafe start.initialize(repeating: 0, count: capacity + Bytes.padding)
    }

    deinit { unsafe start.deallocate() }

    /// Forgets everything, and makes room for that many bytes: until the next reset nothing moves.
    func reset(for bytes: Int) {
        used = 0
        guard bytes > capacity else { return }
        unsafe start.deallocate()
        capacity = bytes
        unsafe start = .allocate(capacity: capacity + Bytes.padding)
        unsafe start.initialize(repeating: 0, count: capacity + Bytes.padding)
    }

    /// Whether so many bytes more fit without moving anything.
    func hasRoom(for bytes: Int) -> Bool { capacity - used >= bytes }

    @inline(__always)
    func append(_ byte: UInt8) {
        assert(used < capacity)
        unsafe start[used] = byte
        used &+= 1
    }

    /// Appends a text of JSON from an index on, decoded, as far as it is plain ASCII with escapes of the marks that JSON
    /// itself needs; gives where something else stands, or few bytes are left.
    ///
    /// A text in a text has an escape every few bytes: words are stored whole, and what is behind an escape over them.
    func appendSimple(_ bytes: Bytes, from: Int, to: Int) -> Int {
        assert(used + to - from <= capacity)
        var at = from
        var target = used
        while at &+ 8 <= to {
            let word = bytes.word(at: at)
            unsafe UnsafeMutableRawPointer(start + target).storeBytes(of: word.littleEndian, as: UInt64.self)
            let special = specialBytes(word)
            let length = special == 0 ? 8 : special.trailingZeroBitCount &>> 3
            at &+= length
            target &+= length
            guard special != 0, bytes[at] == UInt8(ascii: "\\") else {
                if special == 0 { continue }
                break
            }
            // Escapes in a text in a text follow one another.
            repeat {
                let letter = bytes[at &+ 1]
                guard at &+ 1 < to,
                    letter == UInt8(ascii: "\"") || letter == UInt8(ascii: "\\") || letter == UInt8(ascii: "/")
                else {
                    used = target
                    return at
                }
                unsafe start[target] = letter
                target &+= 1
                at &+= 2
            } while at < to && bytes[at] == UInt8(ascii: "\\")
        }
        used = target
        return at
    }

    /// Appends what base64 from an index on stands for, as long as four letters follow one another; gives where not.
    ///
    /// Three bytes are stored with one behind them, which the next ones overwrite.
    func appendBase64(_ text: Bytes, from: Int) -> Int {
        assert(used + text.count - from <= capacity)
        var at = from
        var target = used
        unsafe Base64.parts.withUnsafeBufferPointer { parts in
            while at &+ 4 <= text.count {
                let letters = text.half(at: at)
                let bytes =
                    unsafe parts[Int(letters & 255)] | parts[256 &+ Int(letters &>> 8 & 255)]
                    | parts[512 &+ Int(letters &>> 16 & 255)] | parts[768 &+ Int(letters &>> 24)]
                guard bytes < Base64.nothing else { return }
                unsafe UnsafeMutableRawPointer(start + target).storeBytes(of: bytes.littleEndian, as: UInt32.self)
                target &+= 3
                at &+= 4
            }
        }
        used = target
        return at
    }

    @inline(__always)
    func append(_ bytes: Bytes, from: Int, to: Int) {
        assert(used + to - from <= capacity)
        unsafe bytes.slice(from: from, to: to).copy(to: start + used)
        used &+= to - from
    }

    /// What was appended since a moment when `used` had a value.
    @inline(__always)
    func bytes(since mark: Int) -> Bytes {
        unsafe Bytes(start: start + mark, count: used - mark)
    }
}
