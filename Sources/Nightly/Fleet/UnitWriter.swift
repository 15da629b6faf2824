import Delivery
import Report

/// Writes a unit file line by line; it gets its name when it is whole.
struct UnitWriter: ~Copyable {
    private var file: AtomicFile
    private var packed: GzipWriter
    private var lines = 0

    private init(_ file: consuming AtomicFile) {
        self.file = file
        packed = GzipWriter(limit: .max, effort: .fast)
    }

    /// Opens a file and writes its first line.
    static func begin(_ path: String, _ header: UnitHeader) throws -> UnitWriter {
        var writer = UnitWriter(try AtomicFile(path: path))
        var line = UnitLine()
        line.unit = header
        try writer.write(line)
        return writer
    }

    mutating func write(_ line: UnitLine) throws {
        let bytes = try line.bytes()
        guard bytes.count <= UnitLine.mostBytes, lines < UnitLine.mostLines else {
            throw Failure(
                .systemLacks, "\(file.path): the unit is larger than a reader takes; work out fewer hubs in one unit")
        }
        packed.append(bytes)
        try file.append(packed.pour())
        lines += 1
    }

    consuming func finish() throws {
        var line = UnitLine()
        line.end = UnitLine.End(lines: lines)
        packed.append(try line.bytes())
        let path = file.path
        guard let rest = packed.finish() else {
            throw Failure(.systemLacks, "\(path): zlib cannot compress it; is there memory left?")
        }
        try file.append(rest)
        try file.commit()
    }
}
