import Model

extension DayAnalysis {
    /// Ends the analysis: says what happened on the day, and then hands over every drop that starts in it, sorted by
    /// hub name, start, device name and module, together with the diagnosis that its numbers refer to.
    package mutating func finish(_ sink: (Drop, DayDiagnosis) throws -> Void) rethrows -> DayDiagnosis {
        workThroughMoment()
        var judgement = DayJudgement(self)
        drops = DropRecords()
        let diagnosis = judgement.diagnosis()
        try judgement.handOut { drop in try sink(drop, diagnosis) }
        return diagnosis
    }
}
