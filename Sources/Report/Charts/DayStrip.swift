/// The day of one device in a line: where it was down, and where nothing is known.
package struct DayStrip: Sendable, Equatable {
    package static let height = 8
    /// Lines, to be drawn as wide as the strip is high, over the quarters of an hour in which the device was down at
    /// some time.
    package let down: String
    /// Lines over the quarters of which nothing is known.
    package let unknown: String
    /// Number of quarters.
    package let quarters: Int

    /// - Parameter letters: one per quarter of an hour: `u` up, `d` down at some time, `?` not known.
    package init(_ letters: String) {
        let quarters = Array(letters.utf8)
        self.quarters = quarters.count
        down = DayStrip.shapes(quarters, of: UInt8(ascii: "d"))
        unknown = DayStrip.shapes(quarters, of: UInt8(ascii: "?"))
    }

    private static func shapes(_ quarters: [UInt8], of letter: UInt8) -> String {
        var path = ""
        var position = 0
        var last = 0
        while position < quarters.count {
            guard quarters[position] == letter else {
                position += 1
                continue
            }
            var end = position
            while end < quarters.count, quarters[end] == letter { end += 1 }
            // Moves from where the line before ended are the shortest to write.
            path += path.isEmpty ? "M\(position) \(height / 2)" : "m\(position - last) 0"
            path += "h\(end - position)"
            last = end
            position = end
        }
        return path
    }

    /// The same in characters, one per hour: `▁` up, `█` down in all four quarters, between them by their number, `·` not known.
    package static func text(_ letters: String) -> String {
        let blocks = ["▁", "▃", "▅", "▇", "█"]
        let quarters = Array(letters.utf8)
        return stride(from: 0, to: quarters.count, by: 4).map { start in
            let hour = quarters[start..<min(start + 4, quarters.count)]
            let down = hour.count { $0 == UInt8(ascii: "d") }
            if down == 0, hour.allSatisfy({ $0 == UInt8(ascii: "?") }) { return "·" }
            return blocks[down * 4 / hour.count]
        }.joined()
    }
}

/// Numbers as a row of Unicode blocks, for where no picture can go.
package enum Sparkline {
    private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// One block per number, the highest for the largest; `·` for nil, which is missing data and not zero.
    package static func text(_ values: [Int?]) -> String {
        let most = values.compactMap { $0 }.max() ?? 0
        return values.map { value in
            guard let value else { return "·" }
            guard value > 0, most > 0 else { return blocks[0] }
            return blocks[min(7, (value * 7 + most - 1) / most)]
        }.joined()
    }
}
