import Model

/// Decodes the one spelling of time that real exports have, `2026-03-10T07:12:41Z` with or without a fraction.
///
/// Whatever it does not know, it leaves to `TimeText`; what it does know, it reads as `TimeText` would. The date is
/// decoded once and compared afterwards, for it changes once a day.
struct FastTime {
    private var date = UInt64.max
    private var dateEnd = UInt32.max
    private var ticksOfDate: Int64 = 0

    /// The length of the time that begins at an index, the closing `Z` included; 0 where it must be read the slow way.
    @inline(__always)
    mutating func decode(_ bytes: Bytes, at index: Int, ticks: inout Int64) -> Int {
        if bytes.word(at: index) != date || bytes.half(at: index &+ 7) != dateEnd {
            guard learnDate(bytes, at: index) else { return 0 }
        }
        // "HH:MM:SS": the exclusive or leaves the value of each digit, and zero for each colon.
        let clock = bytes.word(at: index &+ 11) ^ 0x3030_3a30_303a_3030
        guard clock & 0xf0f0_fff0_f0ff_f0f0 == 0,
            (clock &+ 0x0606_0006_0600_0606) & 0xf0f0_00f0_f000_f0f0 == 0
        else { return 0 }
        let hour = Int64(clock & 15) &* 10 &+ Int64(clock &>> 8 & 15)
        let minute = Int64(clock &>> 24 & 15) &* 10 &+ Int64(clock &>> 32 & 15)
        let second = Int64(clock &>> 48 & 15) &* 10 &+ Int64(clock &>> 56 & 15)
        guard hour < 24, minute < 60, second < 60 else { return 0 }
        let seconds = (hour &* 60 &+ minute) &* 60 &+ second
        ticks = ticksOfDate &+ seconds &* Instant.ticksPerSecond
        let after = bytes[index &+ 19]
        if after == UInt8(ascii: "Z") { return 20 }
        guard after == UInt8(ascii: ".") else { return 0 }
        return decodeFraction(bytes, at: index, ticks: &ticks)
    }

    private func decodeFraction(_ bytes: Bytes, at index: Int, ticks: inout Int64) -> Int {
        var length = 20
        var value: Int64 = 0
        while length < 29, bytes[index &+ length] &- 48 < 10 {
            value = value &* 10 &+ Int64(bytes[index &+ length] &- 48)
            length &+= 1
        }
        guard length > 20, bytes[index &+ length] == UInt8(ascii: "Z") else { return 0 }
        for _ in length..<29 { value &*= 10 }
        ticks &+= value / 100
        return length &+ 1
    }

    @inline(never)
    private mutating func learnDate(_ bytes: Bytes, at index: Int) -> Bool {
        guard index + 11 <= bytes.count, bytes[index + 10] == UInt8(ascii: "T") else { return false }
        var reader = DigitReader(bytes.slice(from: index, to: index + 10))
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), let known = CivilDate(year: year, month: month, day: day),
            (2000..<2100).contains(year)
        else { return false }
        date = bytes.word(at: index)
        dateEnd = bytes.half(at: index + 7)
        ticksOfDate = Int64(known.daysSince1970) * 86_400 * Instant.ticksPerSecond
        return true
    }
}
