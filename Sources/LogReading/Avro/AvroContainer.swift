/// An Avro object container as lines of JSON: what Event Hubs Capture writes, and any other whose records hold texts
/// or are records themselves.
///
/// A message becomes its body, as it is; where the schema has no body, a record becomes a JSON object of its fields. A
/// damaged block costs what follows in it, for behind each block stands a mark to go on from.
struct AvroContainer: ByteMaker {
    static let magic: [UInt8] = [0x4f, 0x62, 0x6a, 0x01]

    private enum Stage {
        case header, betweenBlocks, ended
        /// In a block with so many records left.
        case records(Int64)
        /// In the body of a message with so many bytes left, and so many records behind it.
        case body(Int64, Int64)
    }

    private static let pieceBytes = 1 << 16
    private static let mostBytesOfHeader = 4 << 20

    private let feed: ByteFeed
    private var stage = Stage.header
    private var blocks: AvroBlocks?
    private var values = AvroValues(AvroSchema(.text("null")))
    private var body: Int?
    /// How many blocks were damaged.
    private var damagedBlocks = 0
    private var ownDefect: StreamDefect?

    init(_ source: any ByteStream) { feed = ByteFeed(source) }

    var bytesTaken: Int64 { feed.bytesTaken }
    var defect: StreamDefect? {
        feed.defect ?? ownDefect ?? (damagedBlocks > 0 ? .damagedBlocks(damagedBlocks) : nil)
    }

    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool {
        do throws(AvroFault) {
            while output.count < AvroContainer.pieceBytes, try step(into: &output) {}
        } catch {
            // What was begun ends here, and the next message is a line of its own.
            if !output.isEmpty || isInBody { output.append(0x0a) }
            switch error {
            case .source(let error): throw error
            case .ended:
                ownDefect = .truncated
                stage = .ended
            case .damaged:
                guard blocks != nil else {
                    ownDefect = .avroHeader
                    stage = .ended
                    break
                }
                damagedBlocks += 1
                stage = try blocks?.findMark() == true ? .betweenBlocks : .ended
            }
            return true
        }
        return !output.isEmpty
    }

    private var isInBody: Bool {
        if case .body = stage { true } else { false }
    }

    /// Goes one step on; false at the end.
    private mutating func step(into output: inout [UInt8]) throws(AvroFault) -> Bool {
        switch stage {
        case .ended: return false
        case .header:
            try readHeader()
            if case .header = stage { stage = .betweenBlocks }
        case .betweenBlocks:
            guard let count = try blocks?.begin() else {
                stage = .ended
                return false
            }
            stage = .records(count)
        case .records(0):
            try blocks?.end()
            stage = .betweenBlocks
        case .records(let left): try readRecord(left - 1, into: &output)
        case .body(let bytes, let left): try readBody(bytes, left, into: &output)
        }
        return true
    }

    // MARK: Records

    private mutating func readRecord(_ left: Int64, into output: inout [UInt8]) throws(AvroFault) {
        guard let blocks else { throw .damaged }
        let before = blocks.given
        stage = .records(left)
        if let body {
            for field in values.fields.prefix(body) { try values.skip(field.type, in: blocks) }
            guard case .bytes(let length) = try values.lengthOfBytes(values.fields[body].type, in: blocks) else {
                return try skipBehindBody(in: blocks)
            }
            stage = .body(length, left)
        } else {
            try values.write(in: blocks, into: &output)
            output.append(0x0a)
            // Records of no bytes could be as many as the count says, which is any number.
            guard blocks.given > before else { throw .damaged }
        }
    }

    private mutating func readBody(_ bytes: Int64, _ left: Int64, into output: inout [UInt8]) throws(AvroFault) {
        guard let blocks else { throw .damaged }
        let part = Int(min(bytes, Int64(AvroContainer.pieceBytes)))
        try blocks.take(part, into: &output)
        stage = .body(bytes - Int64(part), left)
        guard bytes == Int64(part) else { return }
        if output.last != 0x0a { output.append(0x0a) }
        stage = .records(left)
        try skipBehindBody(in: blocks)
    }

    private func skipBehindBody(in blocks: AvroBlocks) throws(AvroFault) {
        guard let body else { return }
        for field in values.fields.dropFirst(body + 1) { try values.skip(field.type, in: blocks) }
    }

    // MARK: The header

    private mutating func readHeader() throws(AvroFault) {
        for byte in AvroContainer.magic where try headerByte() != byte { throw .damaged }
        var codec = "null"
        var schema: [UInt8] = []
        var left = AvroContainer.mostBytesOfHeader
        while true {
            var count = try headerInteger()
            if count == 0 { break }
            if count < 0 {
                count = count == .min ? 0 : -count
                _ = try headerInteger()
            }
            for _ in 0..<count {
                let key = try headerBytes(&left)
                let value = try headerBytes(&left)
                if key.elementsEqual("avro.schema".utf8) { schema = value }
                if key.elementsEqual("avro.codec".utf8) {
                    codec = String(decoding: value.prefix(64), as: Unicode.UTF8.self)
                }
            }
        }
        var sync: [UInt8] = []
        for _ in 0..<16 { sync.append(try headerByte()) }
        guard codec == "null" || codec == "deflate" || codec.isEmpty else {
            ownDefect = .codec(codec)
            stage = .ended
            return
        }
        guard let parsed = AvroContainer.schema(schema) else { throw .damaged }
        values = AvroValues(parsed)
        body = parsed.body
        do throws(LogReadingError) {
            blocks = try AvroBlocks(feed, isDeflated: codec == "deflate", sync: sync)
        } catch {
            throw .source(error)
        }
    }

    private static func schema(_ text: [UInt8]) -> AvroSchema? {
        let arena = Arena()
        arena.reset(for: text.count)
        for byte in text { arena.append(byte) }
        let bytes = arena.bytes(since: 0)
        let texts = Arena()
        texts.reset(for: text.count)
        var json = JSONReader(bytes, from: 0, to: bytes.count, arena: texts)
        var budget = EntryBudget(values: 100_000)
        guard let value = try? json.value(.all, &budget), budget.problem == nil else { return nil }
        return AvroSchema(value)
    }

    private func headerByte() throws(AvroFault) -> UInt8 {
        let byte: UInt8?
        do throws(LogReadingError) { byte = try feed.next() } catch { throw .source(error) }
        guard let byte else { throw .ended }
        return byte
    }

    private func headerInteger() throws(AvroFault) -> Int64 {
        try AvroBlocks.integer(try headerByte()) { () throws(AvroFault) in try headerByte() }
    }

    private func headerBytes(_ left: inout Int) throws(AvroFault) -> [UInt8] {
        let length = try headerInteger()
        guard length >= 0, length <= Int64(left) else { throw .damaged }
        left -= Int(length) + 1
        var bytes: [UInt8] = []
        for _ in 0..<length { bytes.append(try headerByte()) }
        return bytes
    }
}
