import Model

/// How the times of a source are written.
enum TimeStyle {
    /// With a zone each, as all JSON has it; of those without one the zone may have been given.
    case zoned(LocalTimeZone?)
    /// All so many seconds east of UTC, as the header says it: `TimeGenerated [UTC]`.
    case offset(Int64, DateOrders)
    /// The portal's CSV with `[Local Time]` in the header.
    case local(LocalTimeZone)

    func instant(_ text: Bytes) throws(RejectReason) -> Instant {
        switch self {
        case .zoned(nil):
            do throws(RejectReason) { return try TimeText.instant(text) } catch {
                guard error == .badTime else { throw error }
                return try TimeStyle.named(text)
            }
        case .zoned(let clock?):
            do throws(RejectReason) { return try TimeText.instant(text) } catch {
                guard error == .noZone || error == .badTime else { throw error }
                return try TimeStyle.local(clock).instant(text)
            }
        case .offset(let seconds, let orders):
            let written: WrittenTime
            // What says its own zone needs none of the header.
            do throws(RejectReason) { written = try WrittenTime(text) } catch { return try TimeText.instant(text) }
            return try TimeText.checked(written.instant(orders, offset: written.offset ?? seconds))
        case .local(let clock):
            let written = try WrittenTime(text)
            let offset =
                if let zone = written.offset { zone } else { try clock.offset(at: try written.seconds(clock.orders)) }
            return try TimeText.checked(written.instant(clock.orders, offset: offset))
        }
    }

    /// A time that was written for people with its zone and its seconds, and leaves nothing else open.
    private static func named(_ text: Bytes) throws(RejectReason) -> Instant {
        let written = try WrittenTime(text)
        guard let offset = written.offset else { throw .noZone }
        guard written.hasSeconds else { throw .badTime }
        return try TimeText.checked(written.instant(DateOrders(), offset: offset))
    }
}
