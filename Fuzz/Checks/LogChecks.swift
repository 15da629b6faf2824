import LogReading
import Model

/// Numbers that cost no call of the system, the same in every run (SplitMix64).
private struct FixedNumbers: RandomNumberGenerator {
    private var state: UInt64 = 0

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// A log: however it is cut into pieces, and whether or not lines are known by their hash, the events are the same.
enum LogChecks {
    /// More of a bomb is of no use here; the check of memory bounds has the large ones.
    static let mostBytes = 1 << 16

    static func faults(of bytes: [UInt8]) -> [String] {
        guard bytes.count <= mostBytes else { return [] }
        var faults: [String] = []
        do {
            let strict = try reading(of: bytes, ReadingOptions(remembersLines: false))
            faults += strict.faults
            // How far a broken gzip stream can be unpacked depends on the pieces it comes in.
            let isBrokenStream = strict.summary.isCompressed && strict.summary.rejected > 0
            for piece in [7, 64, 1 << 20] where !isBrokenStream {
                let other = try reading(of: bytes, ReadingOptions(pieceBytes: piece))
                if let difference = strict.difference(from: other) {
                    faults.append("pieces of \(piece) bytes: \(difference)")
                }
            }
            // The second half is known to the reader by its hash.
            let twice = bytes + [0x0A] + bytes
            let unknown = try reading(of: twice, ReadingOptions(remembersLines: false))
            if let difference = unknown.difference(from: try reading(of: twice, ReadingOptions())) {
                faults.append("lines known by their hash: \(difference)")
            }
        } catch {
            faults.append("threw: \(error)")
        }
        return faults
    }

    private struct Reading {
        var events: [Event] = []
        var rejections: [Rejection] = []
        var summary = ReadingSummary()

        /// What another reading of the same bytes gives that this one does not; nil where they agree.
        func difference(from other: Reading) -> String? {
            for (own, its) in zip(rejections, other.rejections) where own != its {
                return
                    "line \(own.line) \(own.reason): \(own.text.debugDescription), or line \(its.line) \(its.reason): "
                    + its.text.debugDescription
            }
            if rejections.count != other.rejections.count {
                return "\(rejections.count) rejects, or \(other.rejections.count)"
            }
            if events != other.events { return "\(events.count) events, or \(other.events.count) others" }
            // A file that is refused as a whole is not read to its end.
            var (own, its) = (summary, other.summary)
            if own.format == .unknown || own.format == .stranger || own.rejected > 0 && own.lines == 0 {
                (own.bytes, its.bytes) = (0, 0)
            }
            return own == its ? nil : "\(own), or \(its)"
        }

        var faults: [String] {
            var faults: [String] = []
            if summary.events != Int64(events.count) { faults.append("events counted wrong") }
            if summary.rejected != Int64(rejections.count) { faults.append("rejects counted wrong") }
            let others = summary.otherCategories + summary.otherOperations.values.reduce(0, +)
            if summary.records != summary.events + others { faults.append("records do not add up") }
            for rejection in rejections {
                if rejection.text.utf8.count > Rejection.mostBytesKept {
                    faults.append("a rejected text beyond its bound")
                }
                if rejection.line < 0 || rejection.line > max(1, summary.lines) {
                    faults.append("a reject at line \(rejection.line) of \(summary.lines): \(rejection.reason)")
                }
                if rejection.reason.isEmpty { faults.append("a reject without a reason") }
            }
            return faults
        }
    }

    private static func reading(of bytes: [UInt8], _ options: ReadingOptions) throws -> Reading {
        var numbers = FixedNumbers()
        let reader = LogReader(interner: Interner(knowing: Vocabulary(), using: &numbers), options: options)
        var reading = Reading()
        reading.summary = try reader.read(
            LogSource(name: "fuzz", bytes: bytes),
            events: { span in for index in span.indices { reading.events.append(span[index]) } },
            rejection: { reading.rejections.append($0) })
        return reading
    }
}
