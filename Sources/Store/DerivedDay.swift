package import Model

/// What a report day came to for one identity; made by the analysis, kept for comparisons.
package struct StoredDeviceDay: Hashable, Sendable, BitwiseCopyable {
    package let hub: TextID
    package let device: DeviceID
    package var drops: Int64
    package var renewals: Int64
    package var downtimeSeconds: Int64
    /// Whether the identity was still away at the end of the data, so that the downtime is "at least".
    package var isOpen: Bool
    package var failedConnects: Int64

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

/// When an identity had an unexpected drop; kept only of those that dropped a few times on a day.
package struct DropTime: Hashable, Sendable, BitwiseCopyable {
    package let hub: TextID
    package let device: DeviceID
    /// Seconds since 1970.
    package let start: Int64

    package init(hub: TextID, device: DeviceID, start: Int64) {
        self.hub = hub
        self.device = device
        self.start = start
    }
}

/// The first time that an identity was met.
package struct FirstSeen: Hashable, Sendable, BitwiseCopyable {
    package let hub: TextID
    package let device: DeviceID
    /// Seconds since 1970.
    package let time: Int64

    package init(hub: TextID, device: DeviceID, time: Int64) {
        self.hub = hub
        self.device = device
        self.time = time
    }
}

/// Rows that an analysis made of a part of a report day.
package struct DerivedRows: Sendable {
    /// Each pair of hub and device once, in all parts together.
    package var devices: [StoredDeviceDay]
    package var dropTimes: [DropTime]
    package var firstSeen: [FirstSeen]
    package var states: [StoredState]

    package init(
        devices: [StoredDeviceDay] = [], dropTimes: [DropTime] = [], firstSeen: [FirstSeen] = [],
        states: [StoredState] = []
    ) {
        self.devices = devices
        self.dropTimes = dropTimes
        self.firstSeen = firstSeen
        self.states = states
    }
}

/// All that an analysis made of one report day.
package struct DerivedDay {
    package var summary: StoredDaySummary
    /// Of the first part, as a rule the only one; of identities it is the first time that they were met, the states are for
    /// the day after to begin with.
    package var rows: DerivedRows
    /// The side inputs that the day was worked out with.
    package var inputs: [KeptInput] = []
    /// Further rows, such as a hub's: each part is taken when the one before is stored, so that no two are in memory.
    package var parts: [() throws -> DerivedRows] = []
    /// How many days of states are kept, see `Store.keep(_:days:)`.
    package var stateDays = 10

    package init(
        summary: StoredDaySummary, devices: [StoredDeviceDay], dropTimes: [DropTime] = [], firstSeen: [FirstSeen] = []
    ) {
        self.summary = summary
        rows = DerivedRows(devices: devices, dropTimes: dropTimes, firstSeen: firstSeen)
    }
}

/// The summary of a report day as the report made it: JSON, of which the views `days` and `day_causes` alone know some names.
package struct StoredDaySummary: Equatable, Sendable {
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
