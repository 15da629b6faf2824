import Model

/// What is remembered of one identity while its events pass: about 80 bytes, for a million of them.
struct IdentityState: Sendable, BitwiseCopyable {
    struct Flags: OptionSet, Sendable, BitwiseCopyable {
        let rawValue: UInt16
        static let online = Flags(rawValue: 1)
        /// Its first record was a disconnect, so it was connected before the data began.
        static let inferred = Flags(rawValue: 2)
        /// Connected anew while still online: the end of the older connection is yet to be logged, or is lost.
        static let olderLink = Flags(rawValue: 4)
        /// Has an event on the report day.
        static let activeInDay = Flags(rawValue: 8)
        static let x509 = Flags(rawValue: 16)
        static let sas = Flags(rawValue: 32)
        /// An attempt was refused because the device is disabled or unknown.
        static let refusedAsDisabled = Flags(rawValue: 64)
        /// Has connected successfully.
        static let everConnected = Flags(rawValue: 128)
    }

    let device: DeviceID
    let hub: UInt16
    var flags: Flags = []
    var firstSeen: DayMillis
    var lastSeen: DayMillis
    var lastConnect: DayMillis = .never
    /// The connect of the older link while `olderLink` is set; `DayMillis.never` where it is not known.
    var olderConnect: DayMillis = .never
    var lastDisconnect: DayMillis = .never
    /// Position of its latest drop plus one; 0 for none.
    var lastDrop: UInt32 = 0
    /// The client of the latest successful connect (of any record before the first).
    var client: ClientID
    /// Addresses and SDKs of successful connects: the latest, and the latest that differs from it.
    var address: TextID = 0
    var otherAddress: TextID = 0
    var sdk: TextID = 0
    var otherSDK: TextID = 0
    /// How often a connect went back to the other address, or the other SDK: A, B, A counts one.
    var addressReturns: UInt8 = 0
    var sdkReturns: UInt8 = 0
    /// Failed connects on the report day.
    var failedConnects: UInt16 = 0
    /// Refusals with 401 since the latest success, disconnects with 401003 included.
    var refusals: UInt16 = 0
    var firstRefusal: DayMillis = .never

    init(device: DeviceID, hub: UInt16, at moment: DayMillis, client: ClientID) {
        self.device = device
        self.hub = hub
        firstSeen = moment
        lastSeen = moment
        self.client = client
    }

    /// Notes the address and the SDK of a successful connect.
    @inline(__always)
    mutating func note(_ facts: ClientDescription) {
        if facts.address != address {
            if facts.address == otherAddress && address != 0 && addressReturns < 255 { addressReturns += 1 }
            otherAddress = address
            address = facts.address
        }
        if facts.sdk != sdk && facts.sdk != 0 {
            if facts.sdk == otherSDK && sdk != 0 && sdkReturns < 255 { sdkReturns += 1 }
            otherSDK = sdk
            sdk = facts.sdk
        }
    }
}
