import Model

/// The number of a code in `CodeSets.codes`.
typealias CodeIndex = UInt8

/// The codes of a day and the combinations of them that drops carry, each combination stored once.
///
/// Adding a code to a combination is one look-up in a table, because it happens once per disconnect record.
struct CodeSets: Sendable {
    /// Number 0 is the clean record.
    private(set) var codes: [String] = [""]
    private(set) var classes: [CodeClass] = [.clean]
    /// Number 0 is the combination of a clean record.
    private(set) var sets: [[CodeIndex]] = [[0]]
    private(set) var setClasses: [CodeClasses] = [CodeClasses(.clean)]
    private var next: [UInt16] = []
    private var stride = 0
    private var numbers: [String: CodeIndex] = ["": 0]

    /// What an error record without a `resultType` is listed under.
    static let errorWithoutCode = "(none)"
    /// What further codes share once 255 were met: no real hub has so many.
    static let furtherCodes = "(other)"
    private static let mostSets = 4096
    private static let unknownStep = UInt16.max

    /// The number of a code, new or known.
    ///
    /// To be called before the first `adding`.
    mutating func number(of code: String, isError: Bool) -> CodeIndex {
        var code = code.isEmpty && isError ? CodeSets.errorWithoutCode : code
        if let known = numbers[code] { return known }
        if codes.count >= 255 { code = CodeSets.furtherCodes }
        if let known = numbers[code] { return known }
        let number = CodeIndex(codes.count)
        codes.append(code)
        classes.append(code == CodeSets.errorWithoutCode ? .other : CodeClass(code: code))
        numbers[code] = number
        return number
    }

    /// Fixes the codes: every event type has been seen.
    mutating func freeze() {
        stride = codes.count
        next = Array(repeating: CodeSets.unknownStep, count: stride)
        for code in 1..<max(stride, 1) { _ = append([CodeIndex(code)]) }
    }

    /// The combination of one code alone.
    @inline(__always)
    func single(_ code: CodeIndex) -> UInt16 { UInt16(code) }

    /// The combination with one code more.
    ///
    /// A clean record adds nothing to a code.
    @inline(__always)
    mutating func adding(_ code: CodeIndex, to set: UInt16) -> UInt16 {
        let known = next[Int(set) * stride + Int(code)]
        return known != CodeSets.unknownStep ? known : find(code, after: set)
    }

    /// Whether a code of a combination is an internal error, 500xxx.
    func hasInternalError(_ set: UInt16) -> Bool { sets[Int(set)].contains { codes[Int($0)].hasPrefix("500") } }

    /// A takeover code in a combination.
    func takeoverCode(of set: UInt16) -> CodeIndex? { sets[Int(set)].first { classes[Int($0)] == .takeover } }

    /// The combination without a code that is not all of it.
    mutating func removing(_ code: CodeIndex, from set: UInt16) -> UInt16 {
        let members = sets[Int(set)].filter { $0 != code }
        guard let first = members.first else { return set }
        return members.dropFirst().reduce(single(first)) { adding($1, to: $0) }
    }

    private mutating func find(_ code: CodeIndex, after set: UInt16) -> UInt16 {
        var members = sets[Int(set)]
        var result = set
        if set == 0 {
            result = single(code)
        } else if code != 0 && !members.contains(code) && sets.count < CodeSets.mostSets {
            members.append(code)
            result = sets.firstIndex(of: members).map { UInt16($0) } ?? append(members)
        }
        next[Int(set) * stride + Int(code)] = result
        return result
    }

    private mutating func append(_ members: [CodeIndex]) -> UInt16 {
        var bits = CodeClasses()
        for member in members { bits.insert(classes[Int(member)]) }
        sets.append(members)
        setClasses.append(bits)
        next.append(contentsOf: repeatElement(CodeSets.unknownStep, count: stride))
        return UInt16(sets.count - 1)
    }

    /// Every combination as texts, by number.
    var texts: [[String]] { sets.map { $0.map { codes[Int($0)] } } }
}
