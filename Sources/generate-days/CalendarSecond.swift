/// A second of UTC taken apart, after Howard Hinnant's `civil_from_days`.
struct CalendarSecond: Equatable, Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    init(_ time: Int) {
        let days = (time >= 0 ? time : time - 86_399) / 86_400
        let rest = time - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * march + 2) / 5 + 1
        month = march < 10 ? march + 3 : march - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
    }
}

/// The first second of a day written `2026-03-10`, or nil when it is no day of the calendar.
func firstSecond(ofDay text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
        let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
        (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let time = (era * 146_097 + dayOfEra - 719_468) * 86_400
    let back = CalendarSecond(time)
    return back.year == year && back.month == month && back.day == day ? time : nil
}

/// A time as `2026-03-10T06:00:04Z`.
func isoTime(_ time: Int) -> String {
    var text: [UInt8] = []
    text.appendISOTime(time)
    return String(decoding: text, as: UTF8.self)
}

/// The folders of the blob of a moment, as Azure names them: `/y=2026/m=03/d=10/h=06/m=00`.
func blobFolder(_ time: Int) -> String {
    let parts = isoTime(time).split { "-T:Z".contains($0) }
    return zip(["y", "m", "d", "h", "m"], parts).map { "/\($0)=\($1)" }.joined()
}
