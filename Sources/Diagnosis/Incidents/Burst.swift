#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A stretch of time in which more devices of a group dropped than chance explains.
struct Burst: Equatable {
    /// The first and the last of its drops, as places in the group's list.
    var members: ClosedRange<Int>
    /// All of the list that stood out around it: where to look again once its drops are explained.
    var region: ClosedRange<Int>
    var start: DayMillis
    var end: DayMillis
    /// Devices that dropped in it, each once.
    var devices: Int
    /// Devices that would have dropped in it anyway.
    var usual: Double
    /// How much less probable the drops are by chance than as one event, as a natural logarithm.
    var ratio: Double
    /// The same once the windows and groups are allowed for in which chance could have done it.
    var score: Double

    /// Overlapping in time.
    func overlaps(_ other: Burst) -> Bool { start <= other.end && other.start <= end }
}

/// What is usual in a group, and in the hub that it is of.
struct UsualDrops {
    /// Devices of the group, and of the hub.
    var size: Int
    var hubSize: Int
    /// Drops that nothing has explained yet, of the group and of the hub.
    var drops: Int
    var hubDrops: Int
    /// Milliseconds of the data.
    var span: Double
    /// Groups in which chance had its chance.
    var groups: Double
    /// How much more the counts of the hub scatter than independent drops would: 1 or more.
    var dispersion = 1.0

    /// Drops happen at most once in this time for all that records of whole seconds and keep-alives can tell.
    static let resolution = 60_000.0

    /// How many devices of the group would drop in a window anyway, when the drops in it are not held against it.
    ///
    /// The group's own rate and that of a group of its size on the hub count half each: a small group has too few
    /// drops of its own to know its rate by. One drop is always taken to be usual somewhere.
    func expected(in length: Double, without inWindow: Int) -> Double {
        let typical = Double(hubDrops - inWindow + 1) * Double(size) / Double(max(1, hubSize))
        let own = Double(max(0, drops - inWindow))
        return (own + typical) / 2 * max(length, Self.resolution) / span
    }

    /// The logarithm of how much better "the group was hit" explains so many devices than chance: a binomial
    /// likelihood ratio (Kulldorff's scan statistic).
    static func ratio(_ devices: Int, of size: Int, usual: Double) -> Double {
        let size = Double(max(size, devices))
        let hit = Double(devices)
        let chance = min(0.99, max(1e-12, usual / size))
        guard hit / size > chance else { return 0 }
        let missed = size - hit
        return hit * log(hit / size / chance) + (missed > 0 ? missed * log(missed / size / (1 - chance)) : 0)
    }

    /// A ratio less what the choice among all windows of this length and all groups gives away.
    func score(_ ratio: Double, length: Double) -> Double {
        ratio / dispersion - log(groups * Self.lengths * max(1, span / max(length, Self.resolution)))
    }

    /// Lengths of windows that are tried.
    private static let lengths = 6.0
}
