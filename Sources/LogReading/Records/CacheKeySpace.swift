/// In what surroundings a record stands; the same bytes mean the same only in the same ones.
struct CacheKeySpace: Equatable {
    let number: UInt64

    /// A line of its own.
    static let line = CacheKeySpace(number: 0)
    /// An element of an array in a source whose form may still turn out to be that of a table.
    static let element = CacheKeySpace(number: 1)
    /// An element of an array in a source whose form is known.
    static let settledElement = CacheKeySpace(number: 2)

    /// The text of a field, as it is written with its escapes.
    static let text = CacheKeySpace(number: 3)

    /// The text of a field in the text of a field, as it is written with the escapes of both.
    static let nestedText = CacheKeySpace(number: 4)

    /// Base64, with so many decoded bytes in place of the letters behind the time: 0, 1 or 2.
    static func base64(behindTime count: Int) -> CacheKeySpace {
        CacheKeySpace(number: 5 + UInt64(truncatingIfNeeded: count))
    }

    /// A row of a table; each list of columns has a number of its own.
    static func row(_ columns: UInt32) -> CacheKeySpace { CacheKeySpace(number: 8 + UInt64(columns)) }
}
