/// Where records have their time, counted from the beginning of the record; the place that was found last comes first.
///
/// The places are guesses: what is found at one of them is believed only where a record with the same bytes around
/// the time was read by the strict reader.
struct TimestampOffsets {
    /// A time, without its quotation marks.
    struct Found {
        let start: Int
        let end: Int
        let ticks: Int64
    }

    /// Zero where none is known.
    private var places = SIMD4<Int32>(repeating: 0)

    /// Puts a place in front of the others.
    mutating func learn(_ place: Int) {
        let place = Int32(truncatingIfNeeded: place)
        guard places[0] != place else { return }
        var moved = places[0]
        places[0] = place
        for index in 1..<places.scalarCount {
            (moved, places[index]) = (places[index], moved)
            if moved == place { return }
        }
    }

    /// How many places there are at most.
    static let most = 4

    /// One of the places, the last one first; zero where there are not so many.
    subscript(index: Int) -> Int { Int(places[index]) }

    /// The time at one of the places in a record that begins at an index and lies before another one.
    ///
    /// - Parameter isEscaped: whether the quotation marks around it may be written in any way, as in a text.
    @inline(__always)
    func find(
        _ bytes: Bytes, from: Int, to: Int, _ time: inout FastTime, isEscaped: Bool = false
    ) -> Found? {
        for index in 0..<places.scalarCount {
            let place = Int(places[index])
            let start = from &+ place
            guard place > 0, start &+ 20 < to, isEscaped || bytes[start &- 1] == UInt8(ascii: "\""),
                bytes[start &+ 10] == UInt8(ascii: "T")
            else { continue }
            var ticks: Int64 = 0
            let end = start &+ time.decode(bytes, at: start, ticks: &ticks)
            guard end > start, end < to, TimestampOffsets.mayFollow(bytes[end]) else { continue }
            return Found(start: start, end: end, ticks: ticks)
        }
        return nil
    }

    /// Whether a byte may stand behind a time: its quotation mark, or what that begins with in a text.
    @inline(__always)
    static func mayFollow(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
}
