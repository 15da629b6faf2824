import Model

/// Reads values of a schema: steps over them, or writes them as JSON.
struct AvroValues {
    /// The longest text that is written; a body is not written but handed on.
    private static let longestText: Int64 = Int64(InputWindow.longestUnit)
    private static let mostLevels = 32
    /// Values of one record: an array of nothing may be of any length.
    private static let mostValues = 1 << 20

    private let schema: AvroSchema?
    let fields: [AvroField]

    init(_ schema: AvroSchema?) {
        self.schema = schema
        if case .record(let fields)? = schema?.type { self.fields = fields } else { fields = [] }
    }

    /// What a value that may be a sequence of bytes is.
    enum Length {
        case bytes(Int64)
        /// Something else, which has been stepped over.
        case none
    }

    /// Goes to the bytes of a value.
    func lengthOfBytes(_ type: AvroType, in blocks: AvroBlocks) throws(AvroFault) -> Length {
        switch type {
        case .bytes, .string: return .bytes(try length(in: blocks))
        case .union(let types): return try lengthOfBytes(try member(of: types, in: blocks), in: blocks)
        default:
            try skip(type, in: blocks)
            return .none
        }
    }

    /// Steps over a value.
    func skip(_ type: AvroType, in blocks: AvroBlocks) throws(AvroFault) {
        var output: [UInt8]?
        var budget = AvroValues.mostValues
        try pass(type, in: blocks, into: &output, level: 0, &budget)
    }

    /// Writes a record as one JSON value.
    func write(in blocks: AvroBlocks, into output: inout [UInt8]) throws(AvroFault) {
        var text: [UInt8]? = []
        var budget = AvroValues.mostValues
        try pass(schema?.type ?? .null, in: blocks, into: &text, level: 0, &budget)
        output.append(contentsOf: text ?? [])
    }

    // MARK: Values

    private func length(in blocks: AvroBlocks) throws(AvroFault) -> Int64 {
        let length = try blocks.integer()
        guard length >= 0 else { throw .damaged }
        return length
    }

    private func member(of types: [AvroType], in blocks: AvroBlocks) throws(AvroFault) -> AvroType {
        let number = try blocks.integer()
        guard number >= 0, number < Int64(types.count) else { throw .damaged }
        return types[Int(number)]
    }

    /// Goes behind a value, and appends it as JSON where there is something to append to.
    private func pass(
        _ type: AvroType, in blocks: AvroBlocks, into output: inout [UInt8]?, level: Int, _ budget: inout Int
    ) throws(AvroFault) {
        budget -= 1
        guard level < AvroValues.mostLevels, budget > 0 else { throw .damaged }
        switch type {
        case .null: output?.append(contentsOf: "null".utf8)
        // What is read is read whether or not it is written.
        case .boolean:
            let isTrue = try blocks.byte() != 0
            output?.append(contentsOf: (isTrue ? "true" : "false").utf8)
        case .integer:
            let number = try blocks.integer()
            output?.append(contentsOf: String(number).utf8)
        case .moment(let parts):
            let number = try blocks.integer()
            moment(number, parts, into: &output)
        case .float:
            try number(4, in: blocks, into: &output) { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
        case .double: try number(8, in: blocks, into: &output) { Double(bitPattern: $0) }
        case .bytes, .string: try text(try length(in: blocks), in: blocks, into: &output)
        case .fixed(let size): try text(Int64(size), in: blocks, into: &output)
        case .enumeration(let symbols):
            let number = try blocks.integer()
            guard number >= 0, number < Int64(symbols.count) else { throw .damaged }
            output?.appendJSON(Array(symbols[Int(number)].utf8))
        case .union(let types):
            try pass(try member(of: types, in: blocks), in: blocks, into: &output, level: level + 1, &budget)
        case .named(let name):
            guard let type = schema?.named[name] else { throw .damaged }
            try pass(type, in: blocks, into: &output, level: level + 1, &budget)
        case .array(let items):
            output?.append(UInt8(ascii: "["))
            try list(in: blocks, into: &output, &budget) { output, budget throws(AvroFault) in
                try pass(items, in: blocks, into: &output, level: level + 1, &budget)
            }
            output?.append(UInt8(ascii: "]"))
        case .map(let values):
            output?.append(UInt8(ascii: "{"))
            try list(in: blocks, into: &output, &budget) { output, budget throws(AvroFault) in
                try text(try length(in: blocks), in: blocks, into: &output)
                output?.append(UInt8(ascii: ":"))
                try pass(values, in: blocks, into: &output, level: level + 1, &budget)
            }
            output?.append(UInt8(ascii: "}"))
        case .record(let fields):
            output?.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { output?.append(UInt8(ascii: ",")) }
                output?.appendJSON(Array(field.name.utf8))
                output?.append(UInt8(ascii: ":"))
                try pass(field.type, in: blocks, into: &output, level: level + 1, &budget)
            }
            output?.append(UInt8(ascii: "}"))
        }
    }

    /// The parts of an array or a map, which stand in runs with a count each.
    private func list(
        in blocks: AvroBlocks, into output: inout [UInt8]?, _ budget: inout Int,
        _ part: (inout [UInt8]?, inout Int) throws(AvroFault) -> Void
    ) throws(AvroFault) {
        var isFirst = true
        while true {
            var count = try blocks.integer()
            if count == 0 { return }
            if count < 0 {
                guard count > .min else { throw .damaged }
                count = -count
                _ = try blocks.integer()
            }
            for _ in 0..<count {
                budget -= 1
                guard budget > 0 else { throw .damaged }
                if !isFirst { output?.append(UInt8(ascii: ",")) }
                isFirst = false
                try part(&output, &budget)
            }
        }
    }

    private func number(
        _ bytes: Int, in blocks: AvroBlocks, into output: inout [UInt8]?, _ value: (UInt64) -> Double
    ) throws(AvroFault) {
        var bits: UInt64 = 0
        for index in 0..<bytes { bits |= UInt64(try blocks.byte()) << UInt64(8 * index) }
        let number = value(bits)
        output?.append(contentsOf: (number.isFinite ? String(number) : "null").utf8)
    }

    /// A moment as a text, or as a number where no log can hold it.
    private func moment(_ number: Int64, _ parts: Int64, into output: inout [UInt8]?) {
        let second = Instant.ticksPerSecond
        let (ticks, overflows) = (number / parts).multipliedReportingOverflow(by: second)
        let instant = Instant(ticks: overflows ? 0 : ticks &+ number % parts * second / parts)
        guard Instant.plausible.contains(instant) else {
            output?.append(contentsOf: String(number).utf8)
            return
        }
        output?.appendJSON(Array(instant.description.utf8))
    }

    private func text(_ length: Int64, in blocks: AvroBlocks, into output: inout [UInt8]?) throws(AvroFault) {
        guard output != nil else { return try blocks.skip(length) }
        guard length <= AvroValues.longestText else { throw .damaged }
        var bytes: [UInt8] = []
        try blocks.take(Int(length), into: &bytes)
        output?.appendJSON(bytes)
    }
}

extension [UInt8] {
    /// Appends a text in quotation marks, escaped.
    fileprivate mutating func appendJSON(_ text: [UInt8]) {
        append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                append(contentsOf: "\\u00".utf8)
                append(digits[Int(byte >> 4)])
                append(digits[Int(byte & 15)])
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
