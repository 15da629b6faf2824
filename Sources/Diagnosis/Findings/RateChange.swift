import Foundation

/// The day on which the drops of some devices became more, by what chance cannot explain.
///
/// Two answers have to agree. Were drops independent of one another, how improbable is it that so many of them fall after
/// the day (a Poisson likelihood ratio, less what days scatter more than that)? And were each device as likely to have
/// become better as worse, how improbable is it that the devices together became so much worse? The second does not mind
/// how unevenly a device drops. Few devices cannot answer it: for them there have to be more days.
struct RateChange: Equatable {
    /// Position of the first day of the higher rate.
    let first: Int
    /// Drops a day of all devices together.
    let before: Double
    let after: Double
    /// The logarithm of the odds against it.
    let weight: Double

    /// From so many devices on their number counts.
    private static let manyDevices = 10
    /// Days that tell how much days scatter.
    private static let manyDays = 6
    /// Days that a rate has to last, of many devices and of few.
    private static let fewestDays = (many: 2, few: 3)
    /// Times, and drops a day, by which a rate has to rise.
    private static let leastRise = (times: 1.5, drops: 3.0)

    /// The day that splits the days of some devices best; nil where no day does.
    ///
    /// - Parameter devices: the drops of each device by day, as many days of each, oldest first.
    static func find(_ devices: [ArraySlice<UInt32>]) -> RateChange? {
        guard let days = devices.first?.count else { return nil }
        let isMany = devices.count >= manyDevices
        let fewest = isMany ? fewestDays.many : fewestDays.few
        guard days >= 2 * fewest else { return nil }
        let sums = (0..<days).map { day in devices.reduce(0) { $0 + Int($1[$1.startIndex + day]) } }
        var best: RateChange?
        for split in fewest...(days - fewest) {
            let before = sums[..<split].reduce(0, +)
            let after = sums[split...].reduce(0, +)
            let rates = (before: Double(before) / Double(split), after: Double(after) / Double(days - split))
            guard rates.after >= rates.before * leastRise.times, rates.after - rates.before >= leastRise.drops,
                sums[split...].allSatisfy({ Double($0) > rates.before })
            else { continue }
            var weight = likelihood(before, after, split, days)
            if days >= manyDays { weight /= scatter(sums, split) }
            if isMany { weight = min(weight, agreement(devices, split, days)) }
            if weight > best?.weight ?? 0 {
                best = RateChange(first: split, before: rates.before, after: rates.after, weight: weight)
            }
        }
        return best
    }

    /// The logarithm of the likelihood of two rates over that of one.
    private static func likelihood(_ before: Int, _ after: Int, _ split: Int, _ days: Int) -> Double {
        func part(_ drops: Int, _ share: Double) -> Double {
            drops > 0 ? Double(drops) * log(Double(drops) / (Double(before + after) * share)) : 0
        }
        let share = Double(split) / Double(days)
        return part(before, share) + part(after, 1 - share)
    }

    /// How much more neighboring days differ than independent drops let them, the change left out.
    private static func scatter(_ sums: [Int], _ split: Int) -> Double {
        var squares = 0.0
        for day in 1..<sums.count where day != split {
            let difference = Double(sums[day] - sums[day - 1])
            squares += difference * difference / 2
        }
        let mean = Double(sums.reduce(0, +)) / Double(sums.count)
        return max(1, squares / Double(sums.count - 2) / max(mean, 1))
    }

    /// The logarithm of the odds against so many devices becoming so much worse, were better as likely.
    private static func agreement(_ devices: [ArraySlice<UInt32>], _ split: Int, _ days: Int) -> Double {
        var sum = 0.0
        var squares = 0.0
        for device in devices {
            let before = device.prefix(split).sum
            let after = device.dropFirst(split).sum
            let rise = Double(after * split - before * (days - split))
            sum += rise
            squares += rise * rise
        }
        guard sum > 0, squares > 0 else { return 0 }
        // Student's distribution, but for a factor; and that all agree is no more improbable than as many coins.
        let count = Double(devices.count)
        let rest = max(1 - sum * sum / squares / count, 1e-9)
        return min(-(count - 1) / 2 * log(rest), count * log(2))
    }
}
