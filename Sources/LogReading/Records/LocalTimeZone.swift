import Foundation
import Model

/// Turns the local times of a zone into UTC.
final class LocalTimeZone {
    let orders: DateOrders
    private let zone: TimeZone
    private var knownHour = Int64.min
    private var knownOffset: Int64 = 0
    /// How many times stood in an hour that the clocks go through twice; the first of the two was taken.
    private(set) var ambiguous = 0

    init(_ rule: LocalTimeRule, _ orders: DateOrders) {
        self.orders = orders
        zone = rule.zone
    }

    /// Seconds east of UTC at a local time, given as seconds since 1970 as if it were UTC.
    func offset(at local: Int64) throws(RejectReason) -> Int64 {
        // No zone changes its clocks inside a quarter of an hour that both neighbours agree on.
        let hour = local / 900
        if hour == knownHour { return knownOffset }
        let before = offset(atUTC: local - 86_400)
        let after = offset(atUTC: local + 86_400)
        if before == after, offset(atUTC: local - before) == before {
            knownHour = hour
            knownOffset = before
            return before
        }
        let holdsBefore = offset(atUTC: local - before) == before
        let holdsAfter = offset(atUTC: local - after) == after
        guard holdsBefore || holdsAfter else { throw .localTimeSkipped }
        if holdsBefore, holdsAfter, before != after { ambiguous += 1 }
        return holdsBefore ? before : after
    }

    private func offset(atUTC seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
    }
}
