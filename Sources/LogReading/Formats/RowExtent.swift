/// Where a row and the parts of it lie.
struct RowExtent {
    var end: Int
    /// Line feeds in its fields.
    var lineFeeds: Int64 = 0
    /// Whether a line feed ends it.
    var isEnded = true
    /// Whether no end was found within the longest row that is read.
    var isTooLong = false
}

extension InputWindow {
    /// The row at the window's position: up to the next line feed outside quotation marks, of which a row has an even
    /// number.
    ///
    /// Nil at the end.
    func extentOfRow() throws(LogReadingError) -> RowExtent? {
        var length = 0
        var isInside = false
        var lineFeeds: Int64 = 0
        while true {
            let bytes = bytes
            let from = position + length
            let found = bytes.firstIndex(of: 0x0a, from: from, to: bytes.count)
            let end = found < 0 ? bytes.count : found
            if bytes.count(of: UInt8(ascii: "\""), from: from, to: end) & 1 == 1 { isInside.toggle() }
            length = end - position
            if length > InputWindow.longestUnit {
                return RowExtent(end: position + InputWindow.longestUnit, isTooLong: true)
            }
            if found >= 0 {
                if !isInside { return RowExtent(end: end, lineFeeds: lineFeeds) }
                length += 1
                lineFeeds += 1
            } else if try !refill() {
                // Looking for more may have moved the row in memory.
                return length == 0 ? nil : RowExtent(end: position + length, lineFeeds: lineFeeds, isEnded: false)
            }
        }
    }
}
