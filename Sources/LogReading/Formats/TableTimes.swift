import Model

/// Finds out how the times of a table are written, from all its rows together.
///
/// A date such as 3/10/2026 alone does not tell its day from its month, but a day beyond 12 in one row tells it for all.
/// A month read as a day would be a wrong number in silence, so without such a row the order must be given, and a
/// file in which no order can be right is refused as a whole.
struct TableTimes {
    /// What the operator said of times without a zone.
    let rule: LocalTimeRule?
    /// Opens the source once more, to look at all rows before the first counts; nil where it can be read only once.
    let reopen: (() throws(LogReadingError) -> InputWindow)?

    /// The style of the rows that begin at the window's position.
    func style(of header: CSVHeader, _ window: InputWindow, _ sink: RecordSink) throws(TimeFault) -> TimeStyle {
        let evidence = try evidence(header, window)
        do throws(RejectReason) {
            if evidence.isDateLost { throw .dateLost }
            let style = try style(header.zone, evidence)
            if evidence.withoutSeconds > 0 {
                sink.warn(
                    "the times have no seconds, as a spreadsheet saves what it shows: records of one minute are in "
                        + "no order, and those that are alike count once; import the export as it was downloaded")
            }
            return style
        } catch { throw .reason(error) }
    }

    private func style(_ zone: CSVHeader.Zone, _ evidence: TimeEvidence) throws(RejectReason) -> TimeStyle {
        switch zone {
        case .east(let seconds):
            return .offset(seconds, DateOrders(given: rule?.order, shown: try evidence.order(rule?.order)))
        case .local:
            guard let rule else { throw .localTime }
            return .local(LocalTimeZone(rule, DateOrders(given: rule.order, shown: try evidence.order(rule.order))))
        case .unsaid:
            guard let rule else {
                if evidence.namesNoZone { throw .noZone }
                return .zoned(nil)
            }
            return .zoned(LocalTimeZone(rule, DateOrders(given: rule.order, shown: try evidence.order(rule.order))))
        }
    }

    private func evidence(_ header: CSVHeader, _ window: InputWindow) throws(TimeFault) -> TimeEvidence {
        do throws(LogReadingError) {
            var evidence = TimeEvidence()
            try window.fill(RecordDecoder.lookahead)
            let end = min(window.bytes.count, window.position + RecordDecoder.lookahead)
            evidence.note(window, to: end, isAll: end - window.position < RecordDecoder.lookahead, header)
            guard evidence.isAboutOrder else { return evidence }
            guard let reopen else {
                try window.fill(InputWindow.longestUnit)
                let end = min(window.bytes.count, window.position + InputWindow.longestUnit)
                evidence = TimeEvidence()
                evidence.note(window, to: end, isAll: end - window.position < InputWindow.longestUnit, header)
                return evidence
            }
            return try self.evidence(header, of: try reopen(), from: window.offset(of: window.position))
        } catch { throw .source(error) }
    }

    private func evidence(
        _ header: CSVHeader, of window: InputWindow, from start: Int64
    ) throws(LogReadingError) -> TimeEvidence {
        var evidence = TimeEvidence()
        while window.offset(of: window.bytes.count) < start {
            window.position = window.bytes.count
            guard try window.refill() else { return evidence }
        }
        window.position = Int(start - window.offset(of: 0))
        while let extent = try window.extentOfRow() {
            if extent.isTooLong {
                try window.skipLine()
                continue
            }
            evidence.note(row: window.bytes, from: window.position, to: extent.end, header)
            window.position = min(window.bytes.count, extent.end + 1)
        }
        return evidence
    }
}

/// Why the times of a table cannot be read.
enum TimeFault: Error {
    case source(LogReadingError)
    case reason(RejectReason)
}

/// What the times of many rows show together.
struct TimeEvidence {
    /// Of a hundred rows, how many damaged ones may say something else without costing the others.
    private static let strayPerHundred = 1

    private var rows = 0
    /// Rows that say only minutes and seconds.
    private var clocks = 0
    /// Rows whose spelling does not show the order, and of these those that can only be read with the day or the month first.
    private var unshown = 0
    private var unshownDayFirst = 0
    private var unshownMonthFirst = 0
    private(set) var withoutSeconds = 0
    private var withoutZone = 0

    /// Whether rows have a day and a month of which the spelling does not show the order.
    var isAboutOrder: Bool { unshown > 0 }

    var isDateLost: Bool { clocks > 0 && clocks == rows }

    /// Whether the times name no zone, stray rows aside.
    var namesNoZone: Bool { withoutZone * 2 > rows }

    /// Which of day and month comes first where a row does not show it; nil where every row does.
    func order(_ given: DateOrder?) throws(RejectReason) -> DateOrder? {
        if let given {
            if let winner = winner(unshownDayFirst, unshownMonthFirst) {
                guard winner == given else { throw .dateOrderWrong }
            } else if unshownDayFirst > 0 {
                throw .dateOrderMixed
            }
            return given
        }
        if let winner = winner(unshownDayFirst, unshownMonthFirst) { return winner }
        if unshownDayFirst > 0, unshownMonthFirst > 0 { throw .dateOrderMixed }
        // Where other rows show all, these few are rejects of their own.
        if unshown * 2 > rows { throw .dateOrder }
        return nil
    }

    /// The order that rows show, unless too many show the other one.
    private func winner(_ dayFirst: Int, _ monthFirst: Int) -> DateOrder? {
        guard min(dayFirst, monthFirst) * 100 < max(dayFirst, monthFirst) * TimeEvidence.strayPerHundred else {
            return nil
        }
        return dayFirst > monthFirst ? .dayMonthYear : .monthDayYear
    }

    /// Notes the rows that are whole between the window's position and an index.
    ///
    /// - Parameter isAll: whether the source ends there, so that the last row needs no line feed.
    mutating func note(_ window: InputWindow, to: Int, isAll: Bool, _ header: CSVHeader) {
        let bytes = window.bytes
        var start = window.position
        var end = start
        while end < to {
            let feed = bytes.firstIndex(of: 0x0a, from: end, to: to)
            let stop = feed < 0 ? to : feed
            end = stop + 1
            guard bytes.count(of: UInt8(ascii: "\""), from: start, to: stop) & 1 == 0 else { continue }
            if feed >= 0 || isAll { note(row: bytes, from: start, to: stop, header) }
            start = end
        }
    }

    mutating func note(row bytes: Bytes, from: Int, to: Int, _ header: CSVHeader) {
        guard let time = header.time(in: bytes, from: from, to: to) else { return }
        note(bytes.unquoted(time))
    }

    private mutating func note(_ text: Bytes) {
        guard text.count > 0 else { return }
        rows += 1
        if (try? TimeText.instant(text)) != nil { return }
        guard let written = try? WrittenTime(text) else {
            if text.isMinutesAndSeconds { clocks += 1 }
            return
        }
        if written.offset == nil { withoutZone += 1 }
        if !written.hasSeconds { withoutSeconds += 1 }
        guard written.needsOrder else { return }
        // Of two numbers beyond 12 none is a month: such a row says nothing of the others.
        unshown += 1
        if written.first > 12 && written.second <= 12 { unshownDayFirst += 1 }
        if written.second > 12 && written.first <= 12 { unshownMonthFirst += 1 }
    }
}

extension Bytes {
    /// `00:04.0`: what a spreadsheet shows of a time with a fraction.
    fileprivate var isMinutesAndSeconds: Bool {
        var reader = DigitReader(self)
        return reader.number(1...2) != nil && reader.skip(":") && reader.number(2) != nil
            && (reader.isAtEnd || reader.fraction() != nil) && reader.isAtEnd
    }

    /// A field without the quotation marks around it.
    func unquoted(_ field: Range<Int>) -> Bytes {
        var (from, to) = (field.lowerBound, field.upperBound)
        if from + 1 < to, self[from] == UInt8(ascii: "\""), self[to - 1] == UInt8(ascii: "\"") {
            from += 1
            to -= 1
        }
        return slice(from: from, to: to)
    }
}

extension CSVHeader {
    /// Where the time of a row stands, its quotation marks included; nil where the row is too short.
    func time(in bytes: Bytes, from: Int, to end: Int) -> Range<Int>? {
        var start = from
        for _ in 0..<timeColumn {
            start = endOfField(bytes, from: start, to: end)
            guard start < end, bytes[start] == separator else { return nil }
            start += 1
        }
        var stop = endOfField(bytes, from: start, to: end)
        if isSpaced {
            while start < stop, bytes[start] == 0x20 { start += 1 }
            while stop > start, bytes[stop - 1] == 0x20 { stop -= 1 }
        }
        return start..<stop
    }

    private func endOfField(_ bytes: Bytes, from: Int, to end: Int) -> Int {
        guard isSpaced else { return CSVRow.endOfField(bytes, from: from, to: end, separator) }
        var start = from
        while start < end, bytes[start] == 0x20 { start += 1 }
        var stop = CSVRow.endOfField(bytes, from: start, to: end, separator)
        while stop < end, bytes[stop] == 0x20 { stop += 1 }
        return stop
    }
}
