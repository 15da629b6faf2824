import Model

/// What is remembered of one identity while its events pass: about 120 bytes, for a million of them.
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
        /// Down, and silent for so long when the day began that it is of the fleet no more.
        static let hasLeft = Flags(rawValue: 256)
        /// Two older links are yet to end, not one.
        static let secondOlderLink = Flags(rawValue: 512)
        /// The code of `lateTakeover` was added to its latest drop, which had it not.
        static let addedTakeover = Flags(rawValue: 1024)
        /// Has connected in the data: what there is to know of `client` was noted.
        static let notedParty = Flags(rawValue: 2048)
    }

    let device: DeviceID
    let hub: UInt16
    var flags: Flags = []
    var firstSeen: DayMillis
    var lastSeen: DayMillis
    var lastConnect: DayMillis = .never
    /// The connect of the oldest link while `olderLink` is set, and of the one after it while `secondOlderLink` is;
    /// `DayMillis.never` where it is not known.
    var olderConnect: DayMillis = .never
    var secondConnect: DayMillis = .never
    var lastDisconnect: DayMillis = .never
    /// Position of its latest drop plus one; 0 for none.
    var lastDrop: UInt32 = 0
    /// The client of the latest successful connect (of any record before the first).
    var client: ClientID
    /// Addresses and SDKs of successful connects: the latest, the one before it that differs, and the one before that.
    var address: TextID = 0
    var otherAddress: TextID = 0
    var thirdAddress: TextID = 0
    var sdk: TextID = 0
    var otherSDK: TextID = 0
    var thirdSDK: TextID = 0
    /// How often a connect went back to another address, or another SDK: A, B, A counts one, as does A, B, C, A.
    var addressReturns: UInt8 = 0
    var sdkReturns: UInt8 = 0
    /// Failed connects on the report day.
    var failedConnects: UInt16 = 0
    /// Refusals with 401 since the latest success, disconnects with 401003 included.
    var refusals: UInt16 = 0
    var firstRefusal: DayMillis = .never
    /// The code of a takeover record that its latest drop took in while it was connected; 0 for none.
    ///
    /// It counts while `lastDisconnect`, the time of that record, is later than the latest connect.
    var lateTakeover: CodeIndex = 0
    /// The code of the latest refused attempt; 0 for none.
    var refusalCode: CodeIndex = 0
    /// Attempts of the report day that were refused with 401 while it was connected, and where the latest came from.
    var secondPartyRefusals: UInt16 = 0
    var secondPartyAddress: TextID = 0
    /// Connection ages of its latest drops that may have been renewals, in seconds, the latest first.
    var ages = RecentAges()
    /// What carried state says of times that may be too old for a moment.
    var distant = DistantTimes()

    /// Whether it was known before the data began.
    var isCarried: Bool { distant.firstSeen != 0 }

    init(device: DeviceID, hub: UInt16, at moment: DayMillis, client: ClientID) {
        self.device = device
        self.hub = hub
        firstSeen = moment
        lastSeen = moment
        self.client = client
    }

    /// Notes a record of any kind.
    @inline(__always)
    mutating func see(at moment: DayMillis, isInDay: Bool) {
        lastSeen = moment
        if isInDay { flags.insert(.activeInDay) }
    }

    /// Notes the address and the SDK of a successful connect.
    @inline(__always)
    mutating func note(_ facts: ClientDescription) {
        if facts.address != address {
            if address != 0 && (facts.address == otherAddress || facts.address == thirdAddress) {
                addressReturns &+= addressReturns < 255 ? 1 : 0
            }
            if facts.address != otherAddress { thirdAddress = otherAddress }
            otherAddress = address
            address = facts.address
        }
        if facts.sdk != sdk && facts.sdk != 0 {
            if sdk != 0 && (facts.sdk == otherSDK || facts.sdk == thirdSDK) { sdkReturns &+= sdkReturns < 255 ? 1 : 0 }
            if facts.sdk != otherSDK { thirdSDK = otherSDK }
            otherSDK = sdk
            sdk = facts.sdk
        }
    }

    /// The link that was the latest is an older one now.
    ///
    /// The end of one that was older already is logged soon after the connect that replaced it, or is lost.
    @inline(__always)
    mutating func keepOlderLink(at now: DayMillis, within lateRecord: DayMillis) {
        guard flags.contains(.olderLink), lastConnect != .never, now - lastConnect <= lateRecord else {
            flags.insert(.olderLink)
            flags.remove(.secondOlderLink)
            olderConnect = lastConnect
            return
        }
        if flags.contains(.secondOlderLink) { olderConnect = secondConnect }
        flags.insert(.secondOlderLink)
        secondConnect = lastConnect
    }

    /// Takes the oldest link away and gives its connect.
    mutating func closeOldestLink() -> DayMillis {
        let connect = olderConnect
        olderConnect = secondConnect
        flags.remove(flags.contains(.secondOlderLink) ? .secondOlderLink : .olderLink)
        return connect
    }
}

/// Times of carried state in seconds since 1970, 0 where there are none.
///
/// They count where the moment beside them is 0, which is what older times than `MillisClock.reach` are clamped to.
struct DistantTimes: Sendable, BitwiseCopyable {
    var firstSeen: UInt32 = 0
    var lastSeen: UInt32 = 0
    /// When the latest successful connect was, or the drop that is open.
    var since: UInt32 = 0
}

/// The latest few connection ages of an identity: enough to know the rhythm of a token that lives for a day or a week.
struct RecentAges: Sendable, BitwiseCopyable {
    static let most = 4
    /// In seconds, the latest first; 0 for none.
    private var values: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    /// How many of them the present data added.
    private var added: UInt8 = 0

    var list: [UInt32] { [values.0, values.1, values.2, values.3].filter { $0 != 0 } }

    /// Those of drops before the data.
    @inline(__always)
    func forEachCarried(_ body: (Int32) -> Void) {
        guard values.0 != 0, added < RecentAges.most else { return }
        for age in list.dropFirst(Int(added)) { body(Int32(clamping: age)) }
    }

    init() {}

    /// Those that carried state tells of.
    init(carried list: [UInt32]) {
        for age in list.prefix(RecentAges.most).reversed() { add(Int32(clamping: age)) }
        added = 0
    }

    @inline(__always)
    mutating func add(_ age: Int32) {
        guard age > 0 else { return }
        values = (UInt32(age), values.0, values.1, values.2)
        added = min(added + 1, UInt8(RecentAges.most))
    }
}
