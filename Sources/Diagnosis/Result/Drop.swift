package import Model

/// One loss of connection of one identity: disconnect records at most 60 s apart with no successful connect between
/// them.
///
/// Numbers refer to the vocabulary of the database; a day may hold millions of these, so it stays small.
package struct Drop: Sendable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    /// The client that the first record of the drop names (transport, masked address).
    package var client: ClientID
    /// `sdkVersion` of the latest connect before the drop, or 0: disconnects carry none.
    package var sdk: TextID
    /// Time of the first record.
    package var start: Instant
    private var endTicks: Int64
    private var age: Int32
    private var inDay: Int32 = -1
    /// A position in `DayDiagnosis.codeSets`.
    package var codes: UInt16
    /// Records of the group, at most 65,535.
    package var records: UInt16
    /// The position of the incident in `DayDiagnosis.incidents` plus one; 0 where there is none.
    package var incident: UInt16
    package var cause: Cause
    package var confidence: Confidence

    package init(
        hub: TextID, device: DeviceID, client: ClientID, sdk: TextID, start: Instant, end: Instant?,
        connectionAge: Int64?, codes: UInt16, records: UInt16, incident: UInt16 = 0, cause: Cause = .unknown,
        confidence: Confidence = .low
    ) {
        self.hub = hub
        self.device = device
        self.client = client
        self.sdk = sdk
        self.start = start
        endTicks = end?.ticks ?? .max
        age = connectionAge.map { Int32(clamping: max(0, $0)) } ?? -1
        self.codes = codes
        self.records = records
        self.incident = incident
        self.cause = cause
        self.confidence = confidence
    }

    /// The next successful connect; nil while the drop is open at the end of the data, which means "at least".
    package var end: Instant? {
        get { endTicks == .max ? nil : Instant(ticks: endTicks) }
        set { endTicks = newValue?.ticks ?? .max }
    }

    /// Seconds from `start` to `end`; nil while open.
    package var downtimeSeconds: Int64? {
        end.map { max(0, $0.seconds(since: start)) }
    }

    /// Seconds of the downtime that count on the report day: not after its end, not where nothing is known.
    ///
    /// Of an open drop those up to the end of the data; nil where no return could have been seen.
    package var downtimeInDaySeconds: Int64? {
        get { inDay < 0 ? nil : Int64(inDay) }
        set { inDay = newValue.map { Int32(clamping: max(0, $0)) } ?? -1 }
    }

    /// Seconds from the latest successful connect to `start`; nil where the data holds no such connect.
    package var connectionAgeSeconds: Int64? {
        age < 0 ? nil : Int64(age)
    }
}
