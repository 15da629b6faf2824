/// Lines of base64 as the JSON that they stand for: bodies of messages as tools for queues and event hubs print them, one
/// a line.
///
/// A line that is anything else stays as it is, and none becomes two: lines keep their numbers.
struct Base64Lines: ByteMaker {
    private static let pieceBytes = 1 << 16

    private let source: any ByteStream
    private let window: InputWindow
    private let arena = Arena()
    /// Whether the next bytes go on a line of which too much was in memory to look at it.
    private var isInLongLine = false

    init(_ source: any ByteStream) {
        self.source = source
        window = InputWindow(source, piece: 1 << 18)
    }

    var bytesTaken: Int64 { source.bytesTaken }
    var defect: StreamDefect? { source.defect }

    /// Whether the first four bytes of a source may be base64 of an object or a list, also behind a byte order mark.
    static func mayBegin(_ head: [UInt8]) -> Bool {
        head.count == 4 && Base64.areLetters(head)
            && ["ey", "ew", "W1", "W3", "Ww", "Wy", "77"].contains { head.starts(with: $0.utf8) }
    }

    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool {
        while output.count < Base64Lines.pieceBytes {
            let bytes = window.bytes
            let lineFeed = bytes.firstIndex(of: 0x0a, from: window.position, to: bytes.count)
            if lineFeed < 0, bytes.count - window.position <= InputWindow.longestUnit, try window.refill() { continue }
            let end = lineFeed < 0 ? bytes.count : lineFeed + 1
            guard end > window.position else { return !output.isEmpty }
            let line = bytes.slice(from: window.position, to: end)
            append(isInLongLine ? nil : json(line), insteadOf: line, to: &output)
            window.position = end
            isInLongLine = lineFeed < 0
        }
        return true
    }

    private func append(_ json: Bytes?, insteadOf line: Bytes, to output: inout [UInt8]) {
        guard let json else { return line.append(to: &output) }
        let start = output.count
        json.append(to: &output)
        // Between values a line break is a blank; within a text JSON has none.
        var next = json.firstIndex(of: 0x0a, from: 0, to: json.count)
        while next >= 0 {
            output[start + next] = 0x20
            next = json.firstIndex(of: 0x0a, from: next + 1, to: json.count)
        }
        if line[line.count - 1] == 0x0a { output.append(0x0a) }
    }

    /// What a line stands for, if that begins and ends as an object or a list.
    private func json(_ line: Bytes) -> Bytes? {
        arena.reset(for: line.count)
        guard let json = Base64.decoded(line, from: 0, into: arena) else { return nil }
        let first = WrappedRecords.beginning(of: json)
        var last = json.count - 1
        while last > first, json[last] <= 0x20 { last -= 1 }
        guard last > first, json[first] == UInt8(ascii: "{") || json[first] == UInt8(ascii: "["),
            json[last] == UInt8(ascii: "}") || json[last] == UInt8(ascii: "]")
        else { return nil }
        return json.slice(from: first, to: last + 1)
    }
}
