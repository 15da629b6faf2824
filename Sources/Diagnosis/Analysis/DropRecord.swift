import Model

/// A drop while the day is worked out: 32 bytes, since a large day has millions of them.
struct DropRecord: Sendable, BitwiseCopyable {
    struct Flags: OptionSet, Sendable, BitwiseCopyable {
        let rawValue: UInt8
        /// A takeover with a successful connect of the same identity within a few seconds of it.
        static let connectNear = Flags(rawValue: 1)
        /// The identity was down already: the connect before this drop is missing from the data.
        static let connectMissing = Flags(rawValue: 2)
        /// An attempt to come back was refused because the device is disabled or unknown.
        static let refusedAsDisabled = Flags(rawValue: 4)
        /// An attempt to come back was refused by throttling.
        static let refusedAsThrottled = Flags(rawValue: 8)
        /// The drop ended an older connection while a newer one was there: the identity stayed online.
        static let olderLink = Flags(rawValue: 16)
        /// Its connection lasted through hours without records, so it may have ended in them.
        static let spansMissing = Flags(rawValue: 32)
        /// An attempt to come back was refused by the service itself.
        static let refusedByService = Flags(rawValue: 64)
        /// In the rhythm of a token renewal, but back too late to be one.
        static let slowRenewal = Flags(rawValue: 128)
    }

    var start: DayMillis
    /// The next successful connect, or `DayMillis.never`.
    var end: DayMillis = .never
    var identity: UInt32
    var client: ClientID
    /// Connection age in seconds, -1 where it is not known.
    var age: Int32
    /// A position in `DropRecords.sdks`.
    var sdk: UInt16
    var codes: UInt16
    var records: UInt16 = 1
    /// Attempts refused with 401 until the next success.
    var refused: UInt16 = 0
    var incident: UInt16 = 0
    private var classificationByte: UInt8 = 0
    private var flagByte: UInt8 = 0

    init(start: DayMillis, identity: UInt32, client: ClientID, age: Int32, sdk: UInt16, codes: UInt16) {
        self.start = start
        self.identity = identity
        self.client = client
        self.age = age
        self.sdk = sdk
        self.codes = codes
    }

    var flags: Flags {
        get { Flags(rawValue: flagByte) }
        set { flagByte = newValue.rawValue }
    }

    var classification: Classification {
        get { Classification(cause, Confidence(rawValue: classificationByte & 3) ?? .low) }
        set { classificationByte = newValue.cause.rawValue << 2 | newValue.confidence.rawValue }
    }

    var cause: Cause { Cause(rawValue: classificationByte >> 2) ?? .unknown }

    /// What judging adds to a drop.
    struct Classified: Sendable, BitwiseCopyable {
        fileprivate let classificationByte: UInt8
        fileprivate let flagByte: UInt8
    }

    var classified: Classified {
        get { Classified(classificationByte: classificationByte, flagByte: flagByte) }
        set {
            classificationByte = newValue.classificationByte
            flagByte = newValue.flagByte
        }
    }

    /// Seconds until the identity was back, rounded up; nil while it is down.
    var backSeconds: Int32? {
        end == .never ? nil : Int32((Int64(end) - Int64(start) + 999) / 1000)
    }

    var isOpen: Bool { end == .never }
}
