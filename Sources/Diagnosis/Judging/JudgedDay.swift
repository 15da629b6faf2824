/// A day whose drops have their causes and whose incidents are known: the drops can be handed out, on another thread
/// if that helps, while the rest of the day is counted.
package struct JudgedDay: Sendable {
    private(set) var judgement: DayJudgement
    private let incidents: [Incident]

    /// Judges the drops of a day whose events have all been added.
    package init(_ analysis: consuming DayAnalysis) {
        analysis.workThroughMoment()
        judgement = DayJudgement(analysis)
        incidents = judgement.judgeDrops()
    }

    /// The drops of the day, in the order in which reports list them.
    package var drops: DayDrops { judgement.drops(of: incidents) }

    /// Counts, findings, alerts: everything but the drops themselves.
    package mutating func diagnosis() -> DayDiagnosis {
        judgement.diagnosis(with: incidents)
    }
}
