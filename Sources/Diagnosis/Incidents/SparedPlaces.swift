#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A place that holds most of a fleet, and the others.
///
/// That its devices drop together may be the hub's doing; that the others are spared then is not. How improbable that is by
/// chance tells a site from the service, as long as there are some others (Fisher's exact test).
struct SparedPlaces {
    /// Devices.
    let fleet: Int
    let place: Int

    /// The natural logarithm of the odds against so few elsewhere, were all as likely to be hit.
    func odds(hit: Int, elsewhere: Int) -> Double {
        let others = fleet - place
        let all = min(hit, place) + elsewhere
        let fewest = max(0, all - place)
        // As many elsewhere as their share, or more, are not spared.
        guard elsewhere >= fewest, elsewhere * fleet < all * others else { return 0 }
        // From the largest term down: the smallest is no number any more in a large fleet.
        let largest = choices(elsewhere, of: others) + choices(all - elsewhere, of: place) - choices(all, of: fleet)
        var (term, sum) = (1.0, 1.0)
        for number in stride(from: elsewhere, to: fewest, by: -1) {
            term *= Double(number * (place - all + number)) / Double((others - number + 1) * (all - number + 1))
            sum += term
        }
        return max(0, -(largest + log(sum)))
    }

    /// The logarithm of the number of ways to choose some of all.
    private func choices(_ some: Int, of all: Int) -> Double {
        (0..<min(some, all - some)).reduce(0) { $0 + log(Double(all - $1) / Double($1 + 1)) }
    }
}
