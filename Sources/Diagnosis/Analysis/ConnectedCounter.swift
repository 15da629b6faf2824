/// Connected identities of one hub over the day, as the least and the most of any moment in each window.
///
/// It counts changes against an unknown start. How many were connected at the start is known only at the end, when
/// every identity whose first record is a disconnect has shown itself; that number is added then.
struct ConnectedCounter: Sendable {
    static let windowMilliseconds: DayMillis = 300_000
    private let day: MillisRange
    private var least: [Int32]
    private var most: [Int32]
    private var current: Int32 = 0
    /// The window up to which `current` has been written.
    private var reached = 0

    init(day: MillisRange) {
        self.day = day
        let windows = Int(
            (day.end - day.start + ConnectedCounter.windowMilliseconds - 1) / ConnectedCounter.windowMilliseconds)
        least = Array(repeating: .max, count: windows)
        most = Array(repeating: .min, count: windows)
    }

    /// Begins with what was connected when the data began, as far as that is known.
    mutating func begin(with connected: Int32) { current = connected }

    /// Takes the sum of the changes of one moment: connections that changed hands within it leave no trace.
    @inline(__always)
    mutating func change(by difference: Int32, at moment: DayMillis) {
        guard difference != 0 else { return }
        if moment > day.start {
            let window = Int((min(moment, day.end) - day.start) / ConnectedCounter.windowMilliseconds)
            // What held until now also held in the window that this moment is in, unless it is its very start.
            let startsWindow = (moment - day.start) % ConnectedCounter.windowMilliseconds == 0
            carry(through: startsWindow ? window - 1 : window)
        }
        current += difference
        guard day.contains(moment) else { return }
        let window = Int((moment - day.start) / ConnectedCounter.windowMilliseconds)
        least[window] = min(least[window], current)
        most[window] = max(most[window], current)
    }

    private mutating func carry(through window: Int) {
        let last = min(window, least.count - 1)
        guard last >= reached else { return }
        for index in reached...last {
            least[index] = min(least[index], current)
            most[index] = max(most[index], current)
        }
        reached = last + 1
    }

    /// The least and the most per window, with what was connected at the start of the data added.
    mutating func finish(adding start: Int) -> [(least: Int, most: Int)] {
        carry(through: least.count - 1)
        return zip(least, most).map { (max(0, Int($0) + start), max(0, Int($1) + start)) }
    }
}
