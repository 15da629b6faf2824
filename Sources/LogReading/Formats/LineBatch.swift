/// Some lines that follow one another in memory.
@safe final class LineBatch {
    struct Line: BitwiseCopyable {
        /// Of what follows the time.
        var hash: Hash128
        var ticks: Int64
        /// The index of the line feed.
        var end: Int
        /// False for a line that does not begin as expected, or is too long to have a hash.
        var isHashed: Bool
        /// Which shape the line has; the hash is then that of a text in it.
        var shape: UInt8?
    }

    private static let capacity = 64
    private let lines: UnsafeMutablePointer<Line>
    private var count = 0
    private var index = 0
    /// Where the next line begins.
    private(set) var position = 0
    /// Which byte of the source the indexes count from; another one when the bytes have moved in memory.
    private(set) var origin: Int64 = -1

    private var touched: UInt32 = 0

    init() { unsafe lines = .allocate(capacity: LineBatch.capacity) }

    deinit { unsafe lines.deallocate() }

    func begin(at position: Int, origin: Int64) {
        count = 0
        index = 0
        self.position = position
        self.origin = origin
    }

    @inline(__always)
    var hasRoom: Bool { count < LineBatch.capacity }

    @inline(__always)
    func append(_ line: Line) {
        unsafe (lines + count).initialize(to: line)
        count &+= 1
    }

    /// Brings the places of all hashes into the processor's cache, all at once: no load waits for another.
    func touchAll(in table: KeyedTable.View, envelopes: KeyedTable.View?) {
        var sum: UInt32 = 0
        for index in 0..<count { unsafe sum &+= table.touch(lines[index].hash) }
        if let envelopes {
            for index in 0..<count where unsafe lines[index].shape != nil {
                unsafe sum &+= envelopes.touch(lines[index].hash)
            }
        }
        touched = sum
    }

    /// Whether no line is left.
    @inline(__always)
    var isUsed: Bool { index == count }

    @inline(__always)
    var next: Line { unsafe lines[index] }

    @inline(__always)
    func advance() {
        position = unsafe lines[index].end &+ 1
        index &+= 1
    }
}
