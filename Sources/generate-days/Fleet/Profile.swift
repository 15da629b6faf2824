import ArgumentParser

/// The kind of day to write.
enum Profile: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Every behaviour, with one site outage, one service incident and one upgrade on each day.
    case mixed
    /// Renewals, and hardly a drop besides.
    case quiet
    /// As `mixed`, with two site outages, two service incidents and a reconnect storm.
    case incident
    /// As `mixed`, with two hours of the first day that the export never delivered.
    case emptyHours = "empty-hours"
}
