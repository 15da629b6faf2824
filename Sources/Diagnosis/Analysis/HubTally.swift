import Model

/// What is counted of one hub while the events pass.
struct HubTally: Sendable {
    let name: String
    let text: TextID
    var hasInformation = false
    /// Before the data began.
    var hadInformation = false
    /// Drops on the report day of identities that were down already.
    var missingConnects = 0
    var failedConnects = 0
    /// Records by hour of the data, for hours with hardly any.
    var recordsPerHour: [UInt32]
    var activity = HubActivity()
    var curve: ConnectedCounter
    /// Change of the connected number within the present moment.
    var change: Int32 = 0
    /// Records of the present moment.
    var recordsInMoment: UInt32 = 0
    /// Identities of the present moment that had not spoken a short while before.
    var speakingInMoment: UInt32 = 0
    var isTouched = false
    /// Successful connects on the report day, by second and by minute: the most of them, and when.
    var mostPerSecond = 0
    var mostPerSecondAt: DayMillis = 0
    var mostPerMinute = 0
    var mostPerMinuteAt: DayMillis = 0
    private var second: DayMillis = .never
    private var inSecond = 0
    private var minute: DayMillis = .never
    private var inMinute = 0

    init(name: String, text: TextID, day: MillisRange, hours: Int) {
        self.name = name
        self.text = text
        recordsPerHour = Array(repeating: 0, count: hours)
        curve = ConnectedCounter(day: day)
    }

    /// Takes a record of the present moment; true where that is the first.
    @inline(__always)
    mutating func takeRecord(isInformation: Bool, isSpeaking: Bool) -> Bool {
        if isInformation { hasInformation = true }
        recordsInMoment += 1
        if isSpeaking { speakingInMoment += 1 }
        defer { isTouched = true }
        return !isTouched
    }

    /// Puts what the present moment came to where it belongs.
    mutating func endMoment(at moment: DayMillis) {
        recordsPerHour[Int((moment - MillisClock.reach) / 3_600_000)] += recordsInMoment
        curve.change(by: change, at: moment)
        activity.note(speakingInMoment, at: moment)
        recordsInMoment = 0
        speakingInMoment = 0
        change = 0
        isTouched = false
    }

    /// Counts a successful connect of the report day.
    @inline(__always)
    mutating func countConnect(at moment: DayMillis) {
        let nowSecond = moment / 1000
        if nowSecond != second {
            second = nowSecond
            inSecond = 0
        }
        inSecond += 1
        if inSecond > mostPerSecond {
            mostPerSecond = inSecond
            mostPerSecondAt = nowSecond * 1000
        }
        let nowMinute = moment / 60_000
        if nowMinute != minute {
            minute = nowMinute
            inMinute = 0
        }
        inMinute += 1
        if inMinute > mostPerMinute {
            mostPerMinute = inMinute
            mostPerMinuteAt = nowMinute * 60_000
        }
    }
}
