import Model

/// A date and a time of day as programs write them for people, before a zone and an order of the date are applied.
///
/// Year first (`2026-03-10 06:00:04`, `2026/3/10 6:00`, `2026. 3. 10. 오전 6:00:04`), year last
/// (`7/18/2025, 12:26:46.737 PM`, `16/07/2026 20:26:12.030`, `10.03.2026 06:00:04,123`), or with the month's English
/// name (`Mar 10, 2026 @ 06:00:04.000`, `Tue, 10 Mar 2026 06:00:04 GMT`). Where the year stands last the text alone
/// seldom tells the day from the month.
struct WrittenTime {
    /// The two numbers of the date beside the year, in the order of the text.
    let first: Int
    let second: Int
    let year: Int
    let isYearFirst: Bool
    /// The order that the spelling alone shows.
    private let shownOrder: DateOrder?
    private let clock: Int64
    /// The ticks after the whole second.
    let fraction: Int64
    /// Whether the text says the seconds.
    let hasSeconds: Bool
    /// Seconds east of UTC, where the text names a zone.
    let offset: Int64?

    init(_ text: Bytes) throws(RejectReason) {
        var reader = DigitReader(text)
        reader.skipBlanks()
        var date = reader.dateOfNumbers()
        if date == nil {
            reader = DigitReader(text)
            date = reader.dateWithName()
        }
        guard let date else { throw .badTime }
        (year, first, second, isYearFirst) = (date.year, date.first, date.second, date.isYearFirst)
        let hasComma = reader.skipBetweenDateAndTime()
        guard let time = reader.timeOfDay() else { throw .badTime }
        (clock, fraction, hasSeconds) = (time.seconds, time.fraction, time.hasSeconds)
        let isZoned = !reader.isAtEnd
        offset = isZoned ? reader.offset() : nil
        // A zone that is not understood is not none.
        guard reader.isAtEnd, isZoned == (offset != nil), year >= 1000 else { throw .badTime }
        shownOrder = WrittenTime.order(mark: date.mark, hasComma: hasComma, isCapital: time.isCapital)
    }

    /// The order that the marks show.
    ///
    /// With points the day stands first everywhere. A comma before a time with AM or PM in capitals is the spelling
    /// of a browser set to English (US), which a published export of the portal has; a spreadsheet has no comma, and
    /// elsewhere than in America puts the day before a time with AM, too.
    private static func order(mark: UInt8, hasComma: Bool, isCapital: Bool?) -> DateOrder? {
        if mark == UInt8(ascii: ".") { return .dayMonthYear }
        return mark == UInt8(ascii: "/") && hasComma && isCapital == true ? .monthDayYear : nil
    }

    /// Whether only the order of day and month is missing.
    var needsOrder: Bool { !isYearFirst && shownOrder == nil }

    /// Since 1970, as if the time were UTC.
    func seconds(_ orders: DateOrders) throws(RejectReason) -> Int64 {
        let month: Int
        if isYearFirst {
            month = first
        } else {
            guard let order = shownOrder ?? orders.given ?? orders.shown else { throw .dateOrder }
            month = order == .monthDayYear ? first : second
            guard month <= 12 else { throw .dateOrder }
        }
        guard let date = CivilDate(year: year, month: month, day: first + second - month) else { throw .badTime }
        return Int64(date.daysSince1970) * 86_400 + clock
    }

    func instant(_ orders: DateOrders, offset: Int64) throws(RejectReason) -> Instant {
        Instant(ticks: (try seconds(orders) - offset) * Instant.ticksPerSecond + fraction)
    }
}

/// Which of day and month comes first where a spelling does not show it: what the operator said counts more than what other
/// rows show.
struct DateOrders {
    var given: DateOrder?
    var shown: DateOrder?
}

/// A time of day, as people write it.
private struct TimeOfDay {
    let seconds: Int64
    let fraction: Int64
    let hasSeconds: Bool
    /// Whether AM or PM stood there in capitals; nil where neither stood.
    let isCapital: Bool?
}

extension DigitReader {
    /// Steps over what separates the numbers of a date, with the blanks that follow.
    mutating func skipDateMark() -> UInt8? {
        let mark = peek()
        guard skip("/") || skip(".") || skip("-") else { return nil }
        skipBlanks()
        return mark
    }

    /// Hours and minutes, with colons or points; seconds and their fraction, with a point or comma; AM or PM.
    fileprivate mutating func timeOfDay() -> TimeOfDay? {
        skipBlanks()
        var half = halfOfDay()
        skipBlanks()
        guard var hour = number(1...2), skipMarkOfTime("h"), let minute = number(2), minute < 60 else { return nil }
        var second = 0
        var ticks: Int64 = 0
        let mark = at
        let hasSeconds = skipMarkOfTime("min")
        let isInWords = hasSeconds && text[mark] != UInt8(ascii: ":") && text[mark] != UInt8(ascii: ".")
        if hasSeconds {
            guard let whole = number(2), whole < 60, let fraction = fraction() else { return nil }
            (second, ticks) = (whole, fraction)
            if isInWords { _ = skipMarkOfTime("s") }
        }
        let behind = at
        skipBlanks()
        half = half ?? halfOfDay()
        if half == nil, at == behind || isAtEnd { skipBlanks() }
        guard half == nil ? hour < 24 : (1...12).contains(hour) else { return nil }
        if let half { hour = hour % 12 + (half.isAfternoon ? 12 : 0) }
        return TimeOfDay(
            seconds: Int64(hour * 3600 + minute * 60 + second), fraction: ticks, hasSeconds: hasSeconds,
            isCapital: half?.isCapital)
    }

    /// Steps over a colon, a point or the word between the numbers of a time, as in `18 h 00 min 04 s`.
    private mutating func skipMarkOfTime(_ word: StaticString) -> Bool {
        if skip(":") || skip(".") { return true }
        let before = at
        skipBlanks()
        guard at > before, skipText(word) else {
            at = before
            return false
        }
        skipBlanks()
        return true
    }

    /// Steps over blanks, also the narrow ones (U+202F, U+2009) and the unbreakable one (U+00A0) that browsers put before
    /// AM, and the marks of direction.
    mutating func skipBlanks() {
        while peek() == 0x20 || peek() >= 0x80,
            skip(" ") || skipBytes(0xe2, 0x80, 0xaf) || skipBytes(0xe2, 0x80, 0x89) || skipBytes(0xc2, 0xa0)
                || skipBytes(0xe2, 0x80, 0x8e)
        {}
    }

    /// AM or PM in the spellings of browsers: English, Spanish with points, Chinese, Japanese, Korean and Greek.
    private mutating func halfOfDay() -> (isAfternoon: Bool, isCapital: Bool)? {
        // Where the clock begins nothing is left to compare.
        guard peek() &- 48 >= 10 else { return nil }
        if skipText("AM") { return (false, true) }
        if skipText("PM") { return (true, true) }
        for (isAfternoon, names) in DigitReader.halves {
            for name in names where skipText(name) { return (isAfternoon, false) }
        }
        return nil
    }

    private static let halves: [(Bool, [StaticString])] = [
        (false, ["am", "a.m.", "a. m.", "a.\u{a0}m.", "上午", "午前", "오전", "π.μ."]),
        (true, ["pm", "p.m.", "p. m.", "p.\u{a0}m.", "下午", "午後", "오후", "μ.μ."]),
    ]
}
