/// Every number that a rule decides by.
///
/// A setting changes it; the report's appendix lists it.
///
/// Where Microsoft's documentation gives the number, its page is the source; the rest are set by this program.
package struct AnalysisSettings: Sendable, Equatable {
    // MARK: From records to drops
    /// Disconnect records of one identity at most this far apart, without a success between them, are one drop.
    package var groupSeconds = 60.0
    /// A single 409002 or 400027 this soon after the start of another drop is its side effect.
    package var sideEffectSeconds = 120.0
    /// A disconnect this soon after a connect that found the identity online is the end of the older connection.
    package var lateRecordSeconds = 60.0
    /// Hours without records, or with less than a part of the usual ones, are missing data when at least so many were to
    /// be expected in them.
    package var usualRecordsPerHour = 10.0
    package var emptyHourPercent = 10.0

    /// Days of silence after which a device that is down is of the fleet no more.
    package var fleetDays = 30.0

    // MARK: Token renewal
    package var renewalBackSeconds = 60.0
    package var renewalToleranceSeconds = 120.0
    package var rhythmAges = 4.0
    package var rhythmSpreadPercent = 5.0
    package var rhythmShortestSeconds = 600.0
    package var rhythmSharePercent = 50.0
    package var renewalSureCount = 3.0

    // MARK: Duplicate identity
    package var takeoversInShort = 5.0
    package var takeoverShortSeconds = 600.0
    package var takeoversInDay = 10.0
    package var takeoverConnectSeconds = 5.0

    // MARK: Credentials
    package var refusals = 3.0
    package var commonStartSeconds = 900.0

    // MARK: Platform upgrade
    package var quickReturnSeconds = 300.0

    // MARK: Incidents
    package var incidentDevices = 5.0
    package var incidentDeviations = 6.0
    package var incidentFleetPercent = 1.0
    package var incidentWindowMinutes = 8.0
    package var serviceCodeDevices = 3.0
    package var groupSharePercent = 80.0
    package var groupFleetPercent = 50.0
    package var groupDropPercent = 30.0

    // MARK: Findings
    package var flappingDropsInDay = 10.0
    package var flappingDropsInHour = 5.0
    /// Connections and pauses that last no longer are a loop.
    package var loopSeconds = 10.0
    package var sleepyClosesInDay = 6.0
    package var sleepyAgeSeconds = 300.0
    package var idleClusterDrops = 6.0
    package var idleTolerancePercent = 3.0
    package var slowRenewalDrops = 2.0
    package var slowRenewalDevices = 1.0
    package var fixedTimeDays = 4.0
    package var fixedTimeSeconds = 120.0
    package var baselineDays = 4.0
    package var worseDeviations = 6.0
    package var worseDrops = 5.0
    package var oldSDKRateFactor = 2.0
    package var oldSDKDevices = 5.0

    // MARK: The hub's limit
    /// New connections a second that the hub's tier and units allow; 0 where the operator did not say.
    package var connectsPerSecondLimit = 0.0
    package var connectLimitPercent = 70.0

    // MARK: Grouping and alerts
    /// The registry tag by which devices are grouped (site, customer, firmware); empty for none.
    package var groupTag = ""
    package var alerts = AlertSettings()

    package init() {}
}

/// What an operator wants to be told of at once.
///
/// Everything is off until it is set.
package struct AlertSettings: Sendable, Equatable {
    package var connectedBelow: Int?
    /// A fall of the connected number by so many percent within `fallMinutes`.
    package var connectedFallPercent: Double?
    package var fallMinutes = 15
    package var dropsOver: Int?
    /// Unexpected drops over so many times the usual number.
    package var dropsOverBaselineFactor: Double?
    package var newCode = false
    /// Device ids that must be back at the end of the data.
    package var devicesNotBack: [String] = []
    package var serviceIncident = false
    package var inputMissing = false

    package init() {}
}
