import LogReading
import Model
import Store

/// Whether a source has to be read, and from where.
///
/// Azure appends to the blob of an hour, and copies come and go under the same name with new inodes and times, so a
/// file is known by its path, size, time of change and the bytes at both ends of what was read (rclone puts a grown
/// blob in place by rename; azcopy leaves a file of full size when it is killed).
struct ReadingPlan {
    /// Nil for reading from the start.
    let resumePoint: ResumePoint?

    /// What the ledger keeps of a file.
    struct Identity {
        let path: String
        let name: String
        let size: Int64
        let modified: Instant
        let version: String?
        let headHash: [UInt8]
        let tailHash: [UInt8]
    }

    /// Nil when the source is unchanged since it was read.
    init?(_ source: LogSource, known entry: LedgerEntry?) throws(LogReadingError) {
        if let entry, !source.hasFixedBytes, let version = source.version, version == entry.version { return nil }
        guard let entry, source.hasFixedBytes, let size = source.size else {
            resumePoint = nil
            return
        }
        if let version = source.version, version == entry.version, size == entry.size { return nil }
        if size == entry.size, source.modified == entry.modified {
            if ReadingPlan.isOlder(source, than: entry) { return nil }
            if try ReadingPlan.agrees(source, with: entry, upTo: size) { return nil }
        }
        if let offset = entry.resumeOffset, offset == entry.size, size > entry.size,
            try ReadingPlan.agrees(source, with: entry, upTo: offset)
        {
            resumePoint = ResumePoint(offset: offset, line: entry.resumeLine)
        } else {
            resumePoint = nil
        }
    }

    /// Whether nothing of a file was changed since long before it was read, by the time that no program sets.
    ///
    /// A minute is left for file systems whose clock is not the machine's.
    private static func isOlder(_ source: LogSource, than entry: LedgerEntry) -> Bool {
        guard let changed = source.changed else { return false }
        return changed.seconds < entry.readSince.seconds - 60
    }

    private static func agrees(
        _ source: LogSource, with entry: LedgerEntry, upTo offset: Int64
    ) throws(LogReadingError) -> Bool {
        guard let fingerprint = try SourceFingerprint.of(source, upTo: offset) else { return false }
        return bytes(of: fingerprint.head) == entry.headHash && bytes(of: fingerprint.tail) == entry.tailHash
    }

    /// What to remember of a source that was read.
    ///
    /// Standard input has no path and no end to look at again: it is known by the digest of what it held, so that the
    /// same input twice is one file of the ledger.
    func identity(
        of source: LogSource, read summary: ReadingSummary, digest: UInt64
    ) throws(LogReadingError) -> Identity {
        guard source.isRepeatable else {
            let name = "standard input " + String(digest, radix: 16)
            return Identity(
                path: name, name: name, size: summary.bytes, modified: Instant(ticks: 0), version: nil, headHash: [],
                tailHash: [])
        }
        // A blob may have grown since it was listed: what counts is what was read.
        let size = (resumePoint?.offset ?? 0) + summary.bytes
        let fingerprint = source.hasFixedBytes ? try SourceFingerprint.of(source, upTo: size) : nil
        return Identity(
            path: source.identity, name: source.name, size: size, modified: source.modified ?? Instant(ticks: 0),
            version: source.version,
            headHash: fingerprint.map { ReadingPlan.bytes(of: $0.head) } ?? [],
            tailHash: fingerprint.map { ReadingPlan.bytes(of: $0.tail) } ?? [])
    }

    private static func bytes(of hash: UInt64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }
}
