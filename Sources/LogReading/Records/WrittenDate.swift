/// The date of a time that was written for people.
struct WrittenDate {
    let year: Int
    /// The two numbers beside the year, in the order of the text; with a name the month and the day.
    let first: Int
    let second: Int
    /// Whether nothing is open: the month stands before the day.
    let isYearFirst: Bool
    /// What stands between the numbers; a blank behind a name.
    let mark: UInt8
}

extension DigitReader {
    private static let months: [[StaticString]] = [
        ["jan", "january"], ["feb", "february"], ["mar", "march"], ["apr", "april"], ["may"], ["jun", "june"],
        ["jul", "july"], ["aug", "august"], ["sep", "sept", "september"], ["oct", "october"], ["nov", "november"],
        ["dec", "december"],
    ]

    /// `10.03.2026`, `3/10/26`, `2026-03-10`.
    @inline(__always)
    mutating func dateOfNumbers() -> WrittenDate? {
        let first = at
        guard let start = number(1...4) else { return nil }
        // Year 1 is what .NET writes where it has no time.
        let isYear = start > 31 || at - first == 4
        guard let mark = skipDateMark(), let middle = number(1...2), skipDateMark() == mark else { return nil }
        let digits = at
        guard let end = number(1...4) else { return nil }
        if isYear { return WrittenDate(year: start, first: middle, second: end, isYearFirst: true, mark: mark) }
        // Spreadsheets shorten the year to two digits.
        let length = at - digits
        guard length == 4 || length == 2 else { return nil }
        return WrittenDate(
            year: length == 2 ? 2000 + end : end, first: start, second: middle, isYearFirst: false, mark: mark)
    }

    /// `Mar 10, 2026`, `10-Mar-2026`, `Tue, 10 Mar 2026`.
    mutating func dateWithName() -> WrittenDate? {
        skipBlanks()
        // The day of the week says nothing new.
        let start = self
        if skipLetters() > 0, skip(",") { skipBlanks() } else { self = start }
        var day = number(1...2)
        if day != nil { skipMarkOfNames() }
        guard let month = month() else { return nil }
        skipMarkOfNames()
        if day == nil {
            day = number(1...2)
            skipMarkOfNames()
        }
        guard let day, let year = number(4) else { return nil }
        return WrittenDate(year: year, first: month, second: day, isYearFirst: true, mark: 0x20)
    }

    /// A month by its English name, whole or short.
    ///
    /// The first letters alone would make a March of the Finnish November, marraskuu.
    private mutating func month() -> Int? {
        let from = at
        guard skipLetters() > 0 else { return nil }
        let name = text.slice(from: from, to: at)
        return DigitReader.months.firstIndex { $0.contains { name.equalsIgnoringCase($0) } }.map { $0 + 1 }
    }

    private mutating func skipLetters() -> Int {
        let from = at
        while at < text.count, lowerCased(text[at]) &- UInt8(ascii: "a") < 26 { at += 1 }
        return at - from
    }

    private mutating func skipMarkOfNames() {
        _ = skip(",") || skip("-") || skip("/") || skip(".")
        skipBlanks()
    }

    /// Steps over what stands between a date and a time of day; whether that is a comma.
    @inline(__always)
    mutating func skipBetweenDateAndTime() -> Bool {
        _ = skip(".")
        let hasComma = skip(",")
        _ = skip(" ")
        if peek() &- 48 < 10 { return hasComma }
        skipBlanks()
        guard peek() &- 48 >= 10 else { return hasComma }
        // "At", as Kibana and Finnish browsers write it, and "year" in Bulgarian.
        _ = skip("T") || skip("t") || skip("@") || skipText("klo") || skipText("at ")
        if skipText("г.") { _ = skip(",") }
        return hasComma
    }
}
