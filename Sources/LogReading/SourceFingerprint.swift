import Glibc
import Model

/// Hashes of the first and the last part of what was read of a source, the same in every process and on every
/// machine, so that a ledger can tell a file that has grown from one that was replaced.
package struct SourceFingerprint: Hashable, Sendable {
    /// How many bytes each of the two hashes covers at most.
    package static let reach: Int64 = 65_536

    /// Of the first bytes, at most `reach`.
    package let head: UInt64
    /// Of the last bytes before the offset, at most `reach`.
    package let tail: UInt64

    package init(head: UInt64, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    /// The fingerprint of the bytes before an offset; nil for a source that cannot be read twice, or that has fewer
    /// bytes than that.
    package static func of(_ source: LogSource, upTo offset: Int64) throws(LogReadingError) -> SourceFingerprint? {
        guard source.isRepeatable, offset >= 0 else { return nil }
        let length = min(offset, reach)
        guard let head = try hash(source, from: 0, count: length) else { return nil }
        guard offset > reach else { return SourceFingerprint(head: head, tail: head) }
        guard let tail = try hash(source, from: offset - length, count: length) else { return nil }
        return SourceFingerprint(head: head, tail: tail)
    }

    /// FNV-1a with words of eight bytes in place of bytes; it guards against mistakes, not against forgery.
    private static func hash(_ source: LogSource, from: Int64, count: Int64) throws(LogReadingError) -> UInt64? {
        let window = InputWindow(try source.open(at: from, upTo: from + count), offset: from, piece: Int(reach))
        while window.bytes.count < Int(count) {
            guard try window.refill() else { return nil }
        }
        let bytes = window.bytes
        var hash: UInt64 = FNV1a().value ^ UInt64(count)
        var index = 0
        while index + 8 <= Int(count) {
            hash = (hash ^ bytes.word(at: index)) &* FNV1a.prime
            hash ^= hash >> 29
            index += 8
        }
        while index < Int(count) {
            hash = (hash ^ UInt64(bytes[index])) &* FNV1a.prime
            index += 1
        }
        return hash ^ hash >> 32
    }
}
