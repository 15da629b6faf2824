/// The four numbers of one of the last days; absent where they are not known, never zero.
package struct TrendDay: Sendable, Equatable, Codable {
    package var date: String
    /// False where input is missing, so that the numbers are bounds, or where nothing is known of the day.
    package var isComplete: Bool
    package var devicesThatDropped: Int?
    package var downtimeSeconds: Int64?
    package var stillDown: Int?
    package var availability: Double?

    /// So many days, the report's own among them.
    package static let days = 30

    init(date: String) {
        self.date = date
        isComplete = false
    }

    package func value(_ kind: Measure.Kind) -> Double? {
        switch kind {
        case .devicesThatDropped: devicesThatDropped.map(Double.init)
        case .downtimeSeconds: downtimeSeconds.map(Double.init)
        case .stillDown: stillDown.map(Double.init)
        case .availability: availability
        }
    }
}
