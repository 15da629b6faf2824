/// What a result code of a Connections record stands for; the only thing rules ask of a code.
enum CodeClass: UInt8, CaseIterable, Sendable {
    /// A clean record: no code, level Information.
    case clean
    /// 404104.
    case closedRemotely
    /// 401003.
    case unauthorized
    /// 401 with another ending.
    case credential
    /// 400027 and 409002: a newer connection of the same identity closed this one.
    case takeover
    /// 400029 and 400030.
    case upgrade
    /// The device is disabled or not registered: 403012, 404001, 404010.
    case disabled
    /// 429 with any ending, 403002 (daily quota), 503008 (receive links).
    case throttled
    /// 500, 502, 503, 504, and 404012 (the hub is failing over).
    case service
    /// 499: the client gave up.
    case clientClosed
    /// Anything else, and an error without a code.
    case other

    /// As the code's page in docs/codes says, else that of its first three digits, which are the HTTP status.
    ///
    /// By number, never by name: the documents spell some names in two ways.
    init(code: String) {
        let known = CatalogueTexts.built.codeClasses
        self = code.isEmpty ? .clean : known[code] ?? known[code.prefix(3) + "xxx"] ?? .other
    }

    var bit: UInt16 { 1 << UInt16(rawValue) }
}

/// The classes of several codes.
struct CodeClasses: Sendable, Equatable, BitwiseCopyable {
    var bits: UInt16 = 0

    init(_ classes: CodeClass...) {
        for one in classes { bits |= one.bit }
    }

    @inline(__always)
    func contains(_ one: CodeClass) -> Bool { bits & one.bit != 0 }

    /// Whether nothing but these classes is in it.
    @inline(__always)
    func isWithin(_ others: CodeClasses) -> Bool { bits & ~others.bits == 0 }

    mutating func insert(_ one: CodeClass) { bits |= one.bit }

    func without(_ one: CodeClass) -> CodeClasses {
        var rest = self
        rest.bits &= ~one.bit
        return rest
    }

    /// Codes that a token renewal may leave: none, 401003, 404104, or 401003 and then 404104.
    static let renewal = CodeClasses(.clean, .unauthorized, .closedRemotely)
}
