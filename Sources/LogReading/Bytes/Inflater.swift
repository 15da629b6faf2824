import CIsal

/// Unpacks deflate streams (RFC 1951), bare or as members of gzip (RFC 1952).
@safe final class Inflater {
    enum Outcome {
        case goesOn
        case ended
        case damaged
    }

    private let state: UnsafeMutableRawPointer
    private let input: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Whether the last piece filled its room: there may be more without more input.
    private var wasFull = false

    /// - Parameter inputBytes: how much is taken in at a time.
    init(isGzip: Bool, inputBytes: Int) throws(LogReadingError) {
        guard let state = unsafe cisal_begin(isGzip ? 1 : 0) else {
            throw .system(path: "ISA-L", action: "start", code: 12)
        }
        unsafe self.state = state
        capacity = inputBytes
        unsafe input = .allocate(capacity: inputBytes)
    }

    deinit {
        unsafe cisal_end(state)
        unsafe input.deallocate()
    }

    var needsInput: Bool { unsafe cisal_left(state) == 0 && !wasFull }

    /// The next byte that is not unpacked yet; nil where more input is needed to say.
    var nextByte: UInt8? { unsafe cisal_left(state) == 0 ? nil : cisal_next(state) }

    func skipByte() { unsafe cisal_skip(state) }

    /// Takes input in; 0 where there is none.
    ///
    /// - Parameter read: writes it, and gives its length.
    func feed<Failure: Error>(
        _ read: (UnsafeMutablePointer<UInt8>, _ capacity: Int) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let taken = unsafe try read(input, capacity)
        unsafe cisal_feed(state, input, UInt32(taken))
        return taken
    }

    func unpack(into target: UnsafeMutablePointer<UInt8>, capacity: Int) -> (count: Int, outcome: Outcome) {
        var written: UInt32 = 0
        let code = unsafe cisal_inflate(state, target, UInt32(capacity), &written)
        wasFull = code == 0 && Int(written) == capacity
        return (Int(written), code == 0 ? .goesOn : code > 0 ? .ended : .damaged)
    }

    /// Begins another stream, with the input that is left or without it.
    func reset(keepingInput: Bool) {
        if !keepingInput { unsafe cisal_feed(state, input, 0) }
        unsafe cisal_reset(state)
        wasFull = false
    }
}
