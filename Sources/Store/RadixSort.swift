/// Sorts rows by a number, stably, in time linear in the rows: least significant digit first, 11 bits at a time,
/// and only the digits in which the keys differ from zero.
enum RadixSort {
    private static let digitBits: UInt64 = 11

    /// `key` must give the same number for the same row at every call.
    static func sort<Row: BitwiseCopyable>(_ rows: inout [Row], by key: (Row) -> UInt64) {
        guard rows.count > 1 else { return }
        var used: UInt64 = 0
        for row in rows { used |= key(row) }
        var spare = rows
        var places = [Int](repeating: 0, count: 1 << Int(digitBits))
        var shift: UInt64 = 0
        while shift < 64, used >> shift != 0 {
            if used >> shift & mask != 0 {
                scatter(rows, to: &spare, places: &places, by: key, shift: shift)
                swap(&rows, &spare)
            }
            shift += digitBits
        }
    }

    private static var mask: UInt64 { (1 << digitBits) - 1 }

    private static func scatter<Row: BitwiseCopyable>(
        _ rows: [Row], to sorted: inout [Row], places: inout [Int], by key: (Row) -> UInt64, shift: UInt64
    ) {
        for place in places.indices { places[place] = 0 }
        for row in rows { places[Int(key(row) >> shift & mask)] += 1 }
        var start = 0
        for place in places.indices {
            let count = places[place]
            places[place] = start
            start += count
        }
        for row in rows {
            let digit = Int(key(row) >> shift & mask)
            sorted[places[digit]] = row
            places[digit] += 1
        }
    }
}
