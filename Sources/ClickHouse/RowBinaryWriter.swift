/// Rows in ClickHouse's format RowBinary: numbers little-endian, texts as their length in LEB128 and their bytes.
struct RowBinaryWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: UInt8) { bytes.append(value) }

    mutating func put(_ value: Int64) { put(UInt64(bitPattern: value)) }

    mutating func put(_ value: UInt64) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) {
        put(length: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(length: Int) {
        var length = length
        while length > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: length & 0x7f) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: length))
    }

    /// An `Array`.
    mutating func put<Element>(_ elements: [Element], each: (inout RowBinaryWriter, Element) -> Void) {
        put(length: elements.count)
        for element in elements { each(&self, element) }
    }

    /// A `Nullable`.
    mutating func put<Known>(_ value: Known?, known: (inout RowBinaryWriter, Known) -> Void) {
        put(UInt8(value == nil ? 1 : 0))
        if let value { known(&self, value) }
    }

    /// What another writer wrote.
    mutating func put(encoded: UnsafeBufferPointer<UInt8>) { unsafe bytes.append(contentsOf: encoded) }

    /// What another writer wrote, in an array.
    mutating func put(encoded: ArraySlice<UInt8>) { bytes += encoded }

    mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
