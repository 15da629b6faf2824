package import Model

/// What a report day came to for one identity; made by the analysis, kept for comparisons.
package struct DeviceDay: Hashable, Sendable, BitwiseCopyable {
    package let hub: TextID
    package let device: DeviceID
    package let drops: Int64
    package let renewals: Int64
    package let downtimeSeconds: Int64
    /// Whether the identity was still away at the end of the data, so that the downtime is "at least".
    package let isOpen: Bool
    package let failedConnects: Int64

    package init(
        hub: TextID, device: DeviceID, drops: Int64, renewals: Int64, downtimeSeconds: Int64, isOpen: Bool,
        failedConnects: Int64
    ) {
        self.hub = hub
        self.device = device
        self.drops = drops
        self.renewals = renewals
        self.downtimeSeconds = downtimeSeconds
        self.isOpen = isOpen
        self.failedConnects = failedConnects
    }
}

/// The summary of a report day as the report made it; its content means nothing to the database.
package struct DaySummary: Equatable, Sendable {
    /// 1 for the first report of the day, one more for each report that said something else.
    package let revision: Int64
    /// What the report was made from and with, so that an unchanged day can be recognised.
    package let fingerprint: String
    package let created: Instant
    package let summary: [UInt8]

    package init(revision: Int64, fingerprint: String, created: Instant, summary: [UInt8]) {
        self.revision = revision
        self.fingerprint = fingerprint
        self.created = created
        self.summary = summary
    }
}
