/// A day whose drops have their causes and whose incidents are known: the drops can be handed out, on another thread
/// if that helps, while the rest of the day is counted.
package struct ClassifiedDay: Sendable {
    private(set) var classifier: DayClassifier
    private let incidents: [Incident]

    /// Judges the drops of a day whose events have all been added.
    ///
    /// - Throws: where drops are put aside, and cannot be written or read.
    package init(_ analysis: consuming DayAnalysis) throws {
        analysis.finish()
        classifier = try DayClassifier(analysis)
        incidents = try classifier.classifyDrops()
    }

    /// The state of each hub at the boundary that the context asked for.
    package var states: [HubState] { classifier.analysis.states ?? [] }

    /// The drops of the day, in the order in which reports list them.
    package var drops: DayDrops { classifier.drops(of: incidents) }

    /// What other hubs need to know of these, where they are judged apart.
    package var traffic: HubTraffic { classifier.traffic }

    /// Counts, findings, alerts: everything but the drops themselves.
    ///
    /// - Throws: where drops are put aside and cannot be read.
    package func diagnosis() throws -> DayDiagnosis {
        try classifier.diagnosis(with: incidents)
    }
}
