/// Fields as they stand in rows, worked out once for the many rows that they come in: each entry is one field or
/// several neighbours.
///
/// They lie one after another in one array, so that to write one costs a copy of its bytes.
package struct PreparedFields: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    package init() {}

    /// One entry of one field for each text.
    package init(_ texts: [String]) {
        for text in texts { append([text]) }
    }

    /// Adds an entry; its number is the count of those before it.
    package mutating func append(_ fields: [String]) {
        var csv = CSVText()
        for field in fields { csv.field(field) }
        bytes += csv.bytes
        ends.append(bytes.count)
    }

    package var count: Int { ends.count }

    /// Writes an entry at the end of a row.
    func write(_ number: Int, to row: inout [UInt8]) {
        let entry = bytes.span.extracting((number == 0 ? 0 : ends[number - 1])..<ends[number])
        unsafe entry.withUnsafeBufferPointer { entry in unsafe row.append(contentsOf: entry) }
    }
}
