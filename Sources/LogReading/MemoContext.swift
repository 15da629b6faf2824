/// In what surroundings a record stands; the same bytes mean the same only in the same ones.
struct MemoContext: Equatable {
    let number: UInt64

    /// A line of its own.
    static let line = MemoContext(number: 0)
    /// An element of an array in a source whose form may still turn out to be that of a table.
    static let element = MemoContext(number: 1)
    /// An element of an array in a source whose form is known.
    static let settledElement = MemoContext(number: 2)

    /// A row of a table; each list of columns has a number of its own.
    static func row(_ columns: UInt32) -> MemoContext { MemoContext(number: 3 + UInt64(columns)) }
}
