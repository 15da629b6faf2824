import Model

/// Every number that a rule decides by, and what an operator says of the fleet.
package struct AnalysisSettings: Sendable, Equatable {
    private var values = Threshold.table.map(\.standard)
    /// The registry tag by which devices are grouped (site, customer, firmware); empty for none.
    package var groupTag = ""
    package var alerts = AlertSettings()

    package init() {}

    /// A threshold in its unit.
    package subscript(threshold: Threshold) -> Double {
        get { values[threshold.rawValue] }
        set { values[threshold.rawValue] = newValue }
    }

    /// Sets thresholds that a configuration holds, by name.
    package mutating func apply(_ thresholds: [String: Double]) {
        for threshold in Threshold.allCases {
            if let value = thresholds[threshold.name] { self[threshold] = value }
        }
    }

    /// The thresholds in force, for the report's appendix.
    package var thresholds: [ThresholdValue] {
        Threshold.table.map { row in
            let value = self[row.threshold]
            // What has no default is given by the operator, as its source says.
            let isOwn = row.standard > 0 && value != row.standard
            return ThresholdValue(
                rule: row.rule, name: row.name, value: row.unit.cell(value),
                source: isOwn ? "the configuration" : row.source)
        }
    }
}

/// What an operator wants to be told of at once.
///
/// Everything is off until it is set; what is off by the operator's word stays off.
package struct AlertSettings: Sendable, Equatable {
    package var connectedBelow: Int?
    /// A fall of the connected number by so many percent within `fallMinutes`.
    package var connectedFallPercent: Double?
    package var fallMinutes = 15
    package var dropsOver: Int?
    /// Unexpected drops over so many times the usual number.
    package var dropsOverBaselineFactor: Double?
    package var newCode: Bool?
    /// Device ids that must be back at the end of the data.
    package var devicesNotBack: [String] = []
    package var serviceIncident: Bool?
    package var inputMissing: Bool?

    package init() {}
}
