import Model

/// How the times of a source are written.
enum TimeStyle {
    /// ISO 8601 with a zone, as all JSON has it.
    case zoned
    /// The portal's CSV with `[UTC]` in the header: `7/18/2025, 12:26:46.737 PM` of a browser set to English (US),
    /// which is a published export's spelling; or ISO 8601. Other spellings need to be told the order of day and month.
    case utc(DateOrder?)
    /// The portal's CSV with `[Local Time]` in the header.
    case local(LocalTimeZone)

    func instant(_ text: Bytes) throws(RejectReason) -> Instant {
        switch self {
        case .zoned:
            return try TimeText.instant(text)
        case .utc(let order):
            let written = try WrittenTime(text, order: order)
            return try TimeText.checked(written.instant(offset: written.offset ?? 0))
        case .local(let clock):
            let written = try WrittenTime(text, order: clock.order)
            let offset = if let zone = written.offset { zone } else { try clock.offset(at: written.seconds) }
            return try TimeText.checked(written.instant(offset: offset))
        }
    }
}

/// A date and a time of day as they are written, before a zone is applied.
struct WrittenTime {
    /// Since 1970, as if the time were UTC.
    let seconds: Int64
    /// The ticks after the whole second.
    let fraction: Int64
    /// Seconds east of UTC, where the text names a zone.
    let offset: Int64?

    func instant(offset: Int64) -> Instant {
        Instant(ticks: (seconds - offset) * Instant.ticksPerSecond + fraction)
    }

    init(_ text: Bytes, order: DateOrder?) throws(RejectReason) {
        var reader = DigitReader(text)
        guard let first = reader.number(1...4) else { throw .badTime }
        if reader.at == 4 {
            try self.init(yearFirst: first, reader)
        } else {
            try self.init(yearLast: first, reader, order: order)
        }
    }

    /// ISO 8601, with a `T` or a blank, with or without a zone.
    private init(yearFirst year: Int, _ start: DigitReader) throws(RejectReason) {
        var reader = start
        guard reader.skip("-"), let month = reader.number(2), reader.skip("-"), let day = reader.number(2),
            reader.skip("T") || reader.skip("t") || reader.skip(" "), let clock = reader.clock(),
            let fraction = reader.fraction(), let date = CivilDate(year: year, month: month, day: day)
        else { throw .badTime }
        seconds = Int64(date.daysSince1970) * 86_400 + clock
        self.fraction = fraction
        offset = reader.isAtEnd ? nil : reader.offset()
        guard reader.isAtEnd else { throw .badTime }
    }

    /// The spellings of browsers: `7/18/2025, 12:26:46.737 PM`, `16/07/2026 20:26:12.030`.
    private init(yearLast first: Int, _ start: DigitReader, order: DateOrder?) throws(RejectReason) {
        var reader = start
        let separator = reader.peek()
        guard let mark = ["/", ".", "-"].first(where: { UInt32(separator) == ($0 as Unicode.Scalar).value }),
            reader.skip(mark), let second = reader.number(1...2), reader.skip(mark), let year = reader.number(4)
        else { throw .badTime }
        _ = reader.skip(",")
        reader.skipBlanks()
        guard var hour = reader.number(1...2), reader.skip(":"), let minute = reader.number(2), minute < 60,
            reader.skip(":"), let wholeSecond = reader.number(2), wholeSecond < 60, let ticks = reader.fraction()
        else { throw .badTime }
        reader.skipBlanks()
        let half = reader.halfOfDay()
        guard reader.isAtEnd, half == nil ? hour < 24 : (1...12).contains(hour) else { throw .badTime }
        if let half { hour = hour % 12 + (half.isAfternoon ? 12 : 0) }
        // Capitals are the American spelling; other English-speaking places write am and pm, and the day first.
        guard let order = order ?? (half?.isCapital == true && mark == "/" ? .monthDayYear : nil) else {
            throw .dateOrder
        }
        let month = order == .monthDayYear ? first : second
        let day = order == .monthDayYear ? second : first
        guard month <= 12 else { throw .dateOrder }
        guard let date = CivilDate(year: year, month: month, day: day) else { throw .badTime }
        seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + wholeSecond)
        fraction = ticks
        offset = nil
    }
}

extension DigitReader {
    /// Steps over blanks, also the narrow one (U+202F) and the unbreakable one (U+00A0) that browsers put before AM.
    mutating func skipBlanks() {
        while skip(" ") || skipBytes(0xe2, 0x80, 0xaf) || skipBytes(0xc2, 0xa0) {}
    }

    mutating func halfOfDay() -> (isAfternoon: Bool, isCapital: Bool)? {
        if skipBytes(0x41, 0x4d) { return (false, true) }
        if skipBytes(0x50, 0x4d) { return (true, true) }
        if skipBytes(0x61, 0x6d) { return (false, false) }
        if skipBytes(0x70, 0x6d) { return (true, false) }
        return nil
    }
}
