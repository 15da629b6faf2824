package import Model

/// The day that a report is asked for.
package enum DayChoice: Equatable, Sendable, LosslessStringConvertible {
    case yesterday
    case date(CivilDate)

    /// Reads `yesterday` or `2026-03-10`.
    package init?(_ text: String) {
        if text == "yesterday" {
            self = .yesterday
        } else if let date = CivilDate(text) {
            self = .date(date)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .yesterday: "yesterday"
        case .date(let date): date.description
        }
    }
}
