import Model

/// A number that the diagnosis decides by.
///
/// All there is to say of one is its row in `table`: settings, rules, playbook, appendix and documentation read it there.
package enum Threshold: Int, CaseIterable, Sendable {
    case dropGroup, sideEffect, lateRecord, silenceOdds, usualRecordsPerHour, emptyHour, steadyHours, fleetDays
    case renewalBack, renewalTolerance, rhythmAges, rhythmSpread, rhythmShortest, rhythmShare, renewalSureCount
    case takeoversInShort, takeoverShort, takeoversInDay, takeoverConnect
    case refusals, commonStart
    case quickReturn
    case incidentDevices, groupDevices, incidentDeviations, incidentFleet, incidentWindow, serviceCodeDevices,
        groupShare, groupFleet,
        groupDrop
    case flappingInDay, flappingInHour, loop
    case sleepyCloses, sleepyAge
    case idleDrops, idleTolerance
    case slowRenewalDrops, slowRenewalDevices
    case fixedTimeDays, fixedTime
    case baselineDays
    case worseDeviations, worseDrops
    case oldSDKRate, oldSDKDevices
    case connectsPerSecondLimit, connectLimit

    package var definition: Definition { Threshold.table[rawValue] }

    /// As a configuration spells it, such as `renewal-back`.
    package var name: String { definition.name }

    /// The default in words, such as `60 seconds`, `5 %` or `3`: for sentences.
    package var words: String { definition.unit.words(definition.standard) }

    /// What a threshold counts, and how a configuration writes it.
    package enum Unit: Sendable, Equatable {
        /// Written as a length of time, `60s`; kept in seconds.
        case seconds
        /// Written as a length of time; kept in minutes.
        case minutes
        /// Written as `5%`; kept as 5.
        case percent
        /// A whole number of something, named in the plural.
        case whole(String)
        /// A number of something.
        case number(String)
    }

    /// The row of a threshold.
    package struct Definition: Sendable {
        package let threshold: Threshold
        /// Unique among all thresholds.
        package let name: String
        /// The rule that decides by it, or what several rules share.
        package let rule: String
        /// Its default, in its unit.
        package let standard: Double
        package let unit: Unit
        /// What a configuration may set; nil where it follows from other settings.
        package let range: ClosedRange<Double>?
        /// A sentence for the documentation of the configuration.
        package let meaning: String
        /// Where the default comes from.
        package let source: String

        init(
            _ threshold: Threshold, _ name: String, of rule: String, _ standard: Double, _ unit: Unit,
            _ range: ClosedRange<Double>?, _ meaning: String, source: String = ThresholdValue.setByHubdrops
        ) {
            self.threshold = threshold
            self.name = name
            self.rule = rule
            self.standard = standard
            self.unit = unit
            self.range = range
            self.meaning = meaning
            self.source = source
        }
    }
}

extension Threshold.Unit {
    /// For tables: `s`, `devices`.
    package var label: String {
        switch self {
        case .seconds: "s"
        case .minutes: "min"
        case .percent: "%"
        case .whole(let things), .number(let things): things
        }
    }

    /// For sentences, where the sentence itself says what a number counts.
    func words(_ value: Double) -> String {
        switch self {
        case .seconds where value >= 120 && value.remainder(dividingBy: 60) == 0: Words.number(value / 60) + " minutes"
        case .seconds: Words.number(value) + " seconds"
        case .minutes: Words.number(value) + " minutes"
        case .percent: Words.number(value) + " %"
        case .whole, .number: Words.number(value)
        }
    }

    /// For tables: `1 device`, `60 s`.
    func cell(_ value: Double) -> String {
        let things = label
        let isOne: Bool
        switch self {
        case .whole, .number: isOne = value == 1 && things.hasSuffix("s") && !things.hasSuffix("/s")
        default: isOne = false
        }
        return Words.number(value) + " " + (isOne ? String(things.dropLast()) : things)
    }
}
