import Model

/// When the identities of a hub spoke, and when none did: what silence is judged by.
struct HubActivity: Sendable {
    /// Shorter silences are never judged.
    static let shortest: DayMillis = 240_000
    /// An identity counts once in each such stretch of time: a burst of one device is one.
    static let burst: DayMillis = 600_000

    /// The latest record, which may lie before the data; `DayMillis.never` without one.
    private(set) var last: DayMillis = .never
    /// Stretches between two records that last `shortest` or longer; the first may begin before the data.
    private(set) var silences: [MillisRange] = []
    /// The first record of the data; `DayMillis.never` without one.
    private(set) var first: DayMillis = .never
    /// Identities that spoke, by minute of the data, for minutes up to the last record.
    private(set) var perMinute: [UInt32] = []

    /// Takes the latest record before the data, as carried state tells of it.
    mutating func begin(after moment: DayMillis) {
        last = last == .never ? moment : max(last, moment)
    }

    /// Takes a moment with records, and how many identities had not spoken a short while before.
    @inline(__always)
    mutating func note(_ speaking: UInt32, at moment: DayMillis) {
        if first == .never { first = moment }
        if last != .never && moment - last >= HubActivity.shortest {
            silences.append(MillisRange(start: last, end: moment))
        }
        last = moment
        guard speaking > 0 else { return }
        let minute = Int((moment - MillisClock.reach) / 60_000)
        if minute >= perMinute.count {
            perMinute.append(contentsOf: repeatElement(0, count: minute + 1 - perMinute.count))
        }
        perMinute[minute] += speaking
    }
}
