#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A place that holds most of a fleet, and the others.
///
/// That its devices drop together may be the hub's doing; that the others are spared then is none. How improbable that is by
/// chance tells a site from the service, as long as there are some others (Fisher's exact test).
struct SparedPlaces {
    /// Devices.
    let fleet: Int
    let place: Int

    /// The natural logarithm of the odds against so few elsewhere, were all as likely to be hit.
    func odds(hit: Int, elsewhere: Int) -> Double {
        let others = fleet - place
        let all = min(hit, place) + elsewhere
        guard others > 0, elsewhere < others, all > 0 else { return 0 }
        let fewest = max(0, all - place)
        guard elsewhere >= fewest else { return 0 }
        var term = exp(choices(fewest, of: others) + choices(all - fewest, of: place) - choices(all, of: fleet))
        var sum = term
        for number in fewest..<elsewhere {
            term *= Double((others - number) * (all - number)) / Double((number + 1) * (place - all + number + 1))
            sum += term
        }
        return sum > 0 ? -log(min(1, sum)) : SparedPlaces.beyondMeasure
    }

    private static let beyondMeasure = 700.0

    /// The logarithm of the number of ways to choose some of all.
    private func choices(_ some: Int, of all: Int) -> Double {
        (0..<min(some, all - some)).reduce(0) { $0 + log(Double(all - $1) / Double($1 + 1)) }
    }
}
