package import Model

extension CarriedState {
    /// The clients and devices that it speaks of.
    ///
    /// - Parameter vocabulary: all texts and event types, and how many clients and devices there are; none of them is
    ///   looked at.
    package func words(_ vocabulary: Vocabulary) -> (clients: NumberSet, devices: NumberSet) {
        var clients = NumberSet()
        var devices = NumberSet()
        let span = TimeWindow(from: moment, to: moment.advanced(bySeconds: 1))
        var context = AnalysisContext(
            day: ReportDay(date: CivilDate(daysSince1970: 0), timeZone: "UTC", span: span), dataSpan: span,
            vocabulary: vocabulary)
        for hub in hubs {
            context.carried = CarriedState(moment: moment, hubs: [hub])
            let analysis = DayAnalysis(context: context)
            for number in 0..<analysis.identities.count {
                clients.insert(analysis.identities[number].client)
                devices.insert(analysis.identities[number].device)
            }
            for drop in 0..<analysis.drops.count { clients.insert(analysis.drops[drop].client) }
        }
        return (clients, devices)
    }
}
