/// What follows in a wrapper behind a record in it.
///
/// It is looked through before a new record is decoded, so that a value that turns out to be no wrapper leaves nothing
/// behind in the vocabulary.
struct RestOfWrapper {
    /// What is open, one bit a level, the innermost lowest: 1 is an object.
    private var levels: UInt64 = 0
    private var depth = 0
    /// The known names of the outermost object so far, one bit each.
    var seen: UInt64 = 0
    /// Behind the record or the text that holds it.
    var at: JSONReader?
    /// Whether nothing but white space may follow the value in its range.
    private let isAlone: Bool
    private var isChecked = false

    init(isAlone: Bool = false) {
        self.isAlone = isAlone
    }

    mutating func open(isObject: Bool) {
        levels = levels << 1 | (isObject ? 1 : 0)
        depth += 1
    }

    mutating func close() {
        levels >>= 1
        depth -= 1
    }

    /// Whether nothing follows the value that may not.
    func ends(_ json: inout JSONReader) -> Bool {
        guard isAlone else { return true }
        json.skipSpace()
        return json.at == json.end
    }

    /// Whether the value is a wrapper to its end.
    mutating func isRight(_ decoder: RecordDecoder) throws(RejectReason) -> Bool {
        guard !isChecked, let at else { return isChecked }
        decoder.begin(bytes: at.end - at.at)
        var json = JSONReader(at.bytes, from: at.at, to: at.end, arena: decoder.arena)
        for level in 0..<depth {
            let isObject = levels >> UInt64(level) & 1 == 1
            while try json.more(closing: isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                if isObject {
                    let name = FieldNames.all.find(try json.key())
                    if level == depth - 1, let name {
                        let bit = UInt64(1) << UInt64(name.rawValue)
                        guard seen & bit == 0, name != .operation, name != .rows,
                            !RestOfWrapper.isReadElsewhere(name, try json.peek())
                        else { return false }
                        seen |= bit
                    }
                }
                try json.skipValue()
            }
        }
        isChecked = ends(&json)
        return isChecked
    }

    /// Whether an object with a field that begins so may be a record, a frame or a container.
    static func isReadElsewhere(_ name: FieldName, _ first: UInt8) -> Bool {
        switch name {
        case .additionalFields, .frameType, .nextLink, .skipToken, .isTruncated: true
        case .body: first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        case .records, .tables, .rows: first == UInt8(ascii: "[")
        default: false
        }
    }
}
