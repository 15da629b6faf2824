/// The records that were found in one value: nearly always one.
struct FoundRecords {
    private(set) var count = 0
    private var first = Decoded.otherCategory
    private var others: [Decoded] = []

    mutating func append(_ record: Decoded) {
        if count == 0 { first = record } else { others.append(record) }
        count += 1
    }

    /// Forgets those behind the first ones.
    mutating func keep(_ wanted: Int) {
        others.removeLast(max(0, count - max(1, wanted)))
        count = wanted
    }

    subscript(index: Int) -> Decoded { index == 0 ? first : others[index - 1] }
}
