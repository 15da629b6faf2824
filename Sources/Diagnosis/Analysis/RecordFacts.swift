import Model

/// What one event type means for the analysis, worked out once per event type instead of once per event.
struct RecordFacts: Sendable, BitwiseCopyable {
    /// Kinds of record, in the order in which records of one identity and one moment are taken: what ended an old
    /// connection comes before what began a new one.
    ///
    /// Stamps have whole seconds, so one moment holds both.
    enum Kind: UInt8, Sendable, CaseIterable {
        /// A disconnect with 401003: the hub speaks first when a token expires.
        case unauthorizedDisconnect
        case errorDisconnect
        case cleanDisconnect
        /// deviceConnect at level Error or Critical: an attempt that failed, never "online again".
        case refusedConnect
        case connect
        /// 400027 or 409002: ends the older connection, and so comes after the newer one's connect.
        case takeover
    }

    var hub: UInt16
    var kind: Kind
    var code: CodeIndex
    var codeClass: CodeClass
    /// Level Information or Warning: its presence proves that the input is not errors only.
    var isInformation: Bool

    init(_ eventType: EventType, hub: UInt16, code: CodeIndex, codeClass: CodeClass) {
        self.hub = hub
        self.code = code
        self.codeClass = codeClass
        isInformation = !eventType.level.isError
        switch eventType.operation {
        case .connect: kind = eventType.level.isError ? .refusedConnect : .connect
        case .disconnect:
            switch codeClass {
            case .unauthorized: kind = .unauthorizedDisconnect
            case .takeover: kind = .takeover
            case .clean: kind = .cleanDisconnect
            default: kind = .errorDisconnect
            }
        }
    }
}
