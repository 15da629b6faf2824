/// Goes through the structure of one JSON value and stops at what the arrays and objects in it hold.
///
/// It knows brackets, commas and names, and nothing of records: whoever asks for the next step says what to enter.
final class JSONFramer {
    /// What the values of an array are.
    enum Place {
        /// Records, or containers of them.
        case values
        /// Rows of a table with these columns.
        case rows([FieldName?], CacheKeySpace)
        /// Rows of a table that is not about records.
        case ignored
    }

    enum Step {
        /// A value begins at the window's position.
        case value(Place)
        /// The value of a member begins at the window's position.
        case member(FieldName?)
        /// The whole value has been read.
        case ended
        /// The structure is broken at the window's position.
        case broken(RejectReason)
        /// The bytes end before the value does; the next step goes on when there are more.
        case cut
        /// The object that ended is longer than memory allows, and held no records that could be read one by one.
        case tooLong(RejectedPart)
    }

    private struct Level {
        let closing: UInt8
        let place: Place
        /// The number of the element that is being read, from 1.
        var element = 0
        /// What the members of this object said of the columns of its rows.
        var columns: [FieldName?]?
        /// Of an object that is too long for memory, as long as nothing was found in it.
        var tooLong: RejectedPart?
        /// Whether it may hold anything beside records, as a wrapper does.
        var isLoose = false
        /// Whether a number in it was rejected.
        var hasNumber = false
    }

    private enum Expectation {
        case value, member(FieldName?), separator, firstValue, firstMember, nextMember, nothing
    }

    private let window: InputWindow
    private let decoder: RecordDecoder
    /// The innermost array or object; its bracket is 0 outside of both.
    private var level = Level(closing: 0, place: .values)
    /// Those around it.
    private var outer: [Level] = []
    private var expectation = Expectation.value
    /// Whether the structure broke somewhere: what should stand between values is then no longer asked for.
    private(set) var isBroken = false

    init(_ window: InputWindow, _ decoder: RecordDecoder) {
        self.window = window
        self.decoder = decoder
    }

    /// Begins with a new value.
    func begin(behindBreak isBroken: Bool = false) {
        outer.removeAll(keepingCapacity: true)
        level = Level(closing: 0, place: .values)
        expectation = .value
        self.isBroken = isBroken
    }

    /// Whether the position is in an array or an object.
    var isInside: Bool { level.closing != 0 }

    /// Whether the position is right in an array.
    var isInArray: Bool { level.closing == UInt8(ascii: "]") }

    /// Whether a value comes next, and not a name, a comma or the end.
    var expectsValue: Bool {
        switch expectation {
        case .value, .member, .firstValue: true
        case .separator, .firstMember, .nextMember, .nothing: false
        }
    }

    /// The number of the element that is being read in the innermost array, 0 outside of arrays.
    var element: Int { isInArray ? level.element : outer.last { $0.element > 0 }?.element ?? 0 }

    /// The columns of the rows of the innermost object.
    var columns: [FieldName?]? {
        get { level.columns }
        set { level.columns = newValue }
    }

    /// What the elements of the innermost array are; nil where there is no array.
    var place: Place? { isInArray ? level.place : outer.last { $0.closing == UInt8(ascii: "]") }?.place }

    // MARK: Orders

    /// Goes into the array at the window's position; false where that is too deep.
    ///
    /// - Parameter isLoose: whether it may hold anything beside records.
    func enterArray(_ place: Place, isLoose: Bool = false) -> Bool {
        enter(Level(closing: UInt8(ascii: "]"), place: place, element: 1, isLoose: isLoose), .firstValue)
    }

    /// Goes into the object at the window's position; false where that is too deep.
    func enterObject(tooLong beginning: RejectedPart? = nil) -> Bool {
        enter(Level(closing: UInt8(ascii: "}"), place: .values, tooLong: beginning), .firstMember)
    }

    private func enter(_ level: Level, _ first: Expectation) -> Bool {
        guard outer.count < JSONReader.mostLevels else { return false }
        let isLoose = level.isLoose || self.level.isLoose
        outer.append(self.level)
        self.level = level
        self.level.isLoose = isLoose
        expectation = first
        window.position += 1
        return true
    }

    /// Whether the innermost object is too long for memory, and nothing was found in it.
    var isInLongObject: Bool { level.tooLong != nil }

    /// Notes that something of the innermost object is read piece by piece.
    func noteContainer() {
        level.tooLong = nil
    }

    /// Whether a value of the array that is no record is a reject: of several numbers the first one is.
    func isForeignReject(isNumber: Bool) -> Bool {
        guard !level.isLoose, !isNumber || !level.hasNumber else { return false }
        if isNumber { level.hasNumber = true }
        return true
    }

    /// The value at the window's position has been read, and the position is behind it.
    func endValue() {
        expectation = isInside ? .separator : .nothing
    }

    /// The same of an element, where another one follows at once that begins with a bracket; false where it does not.
    func endElement(next opening: UInt8) -> Bool {
        let bytes = window.bytes
        var index = window.position
        guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else {
            endValue()
            return false
        }
        index += 1
        var lines: Int64 = 0
        while index < bytes.count, bytes[index] <= 0x20 {
            let byte = bytes[index]
            // Any other control character is a break.
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { break }
            if byte == 0x0a { lines += 1 }
            index += 1
        }
        guard index < bytes.count, bytes[index] == opening else {
            endValue()
            return false
        }
        window.position = index
        window.line += lines
        level.element += 1
        return true
    }

    /// Goes on with an element at the window's position after a break, in the innermost array; false where there is
    /// none.
    func resume() -> Bool {
        isBroken = true
        while isInside, !isInArray { level = outer.removeLast() }
        guard isInArray else { return false }
        level.element += 1
        expectation = .value
        return true
    }

    /// Whether the array may end here: a comma before its end costs nothing, but rows would be lost behind a stray
    /// bracket.
    private var isAfterLast: Bool {
        if case .values = level.place { isInArray } else { false }
    }

    // MARK: Steps

    /// Goes to the next value or member.
    func next() throws(LogReadingError) -> Step {
        while true {
            if case .nothing = expectation { return .ended }
            guard try window.skipSpace() else { return .cut }
            let byte = window.bytes[window.position]
            switch expectation {
            case .nothing: return .ended
            case .value where byte == UInt8(ascii: "]") && isAfterLast:
                if let step = readSeparator(byte) { return step }
            case .value: return .value(level.place)
            case .member(let name): return .member(name)
            case .firstValue where byte != UInt8(ascii: "]"): expectation = .value
            case .firstMember where byte != UInt8(ascii: "}"), .nextMember where byte != UInt8(ascii: "}"):
                return try readName()
            case .firstValue, .firstMember, .nextMember, .separator:
                if let step = readSeparator(byte) { return step }
            }
        }
    }

    /// Steps over a comma or a closing bracket.
    private func readSeparator(_ byte: UInt8) -> Step? {
        guard isInside else { return .ended }
        if byte == level.closing {
            window.position += 1
            let ended = level
            level = outer.removeLast()
            endValue()
            return ended.tooLong.map { .tooLong($0) }
        }
        if byte == UInt8(ascii: ",") {
            window.position += 1
        } else if !(isBroken && isInArray && [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(byte))
        {
            return .broken(.notJSON)
        }
        if isInArray { level.element += 1 }
        expectation = isInArray ? .value : .nextMember
        return nil
    }

    /// Reads a member's name and colon, and goes to its value, when all three are in memory.
    private func readName() throws(LogReadingError) -> Step {
        guard window.bytes[window.position] == UInt8(ascii: "\"") else { return .broken(.notJSON) }
        let length: Int
        switch try window.extentOfValue() {
        case .ends(let end): length = end - window.position
        case .broken(let reason): return reason.isCut ? .cut : .broken(reason)
        }
        decoder.begin(bytes: length)
        var json = JSONReader(window.bytes, from: window.position, to: window.position + length, arena: decoder.arena)
        let name: FieldName?
        do throws(RejectReason) { name = decoder.names.find(try json.text()) } catch { return .broken(error) }
        guard let colon = try window.distance(behind: length) else { return .cut }
        guard window.bytes[window.position + colon] == UInt8(ascii: ":") else { return .broken(.notJSON) }
        guard let value = try window.distance(behind: colon + 1) else { return .cut }
        window.consume(to: window.position + value)
        expectation = .member(name)
        return .member(name)
    }
}
