/// The hub's Resource Health over the reported days: degraded through each service incident, available otherwise.
func healthText(of days: Days, hub: Hub) -> [UInt8] {
    let noProblems = "There aren't any known Azure platform problems affecting this IoT hub."
    var states: [String] = []
    func add(_ state: String, _ summary: String, at time: Int, reported: Int, until: Int?) {
        let name = until == nil && states.isEmpty ? "current" : isoTime(time)
        let reason = state == "Available" ? "" : #""reasonType":"Unplanned","context":"Platform Initiated","#
        let resolution = until.map { #","resolutionETA":"\#(isoTime($0))""# } ?? ""
        states.append(
            #"{"id":"\#(hub.managementResource)/providers/Microsoft.ResourceHealth/availabilityStatuses/\#(name)","#
                + #""name":"\#(name)","type":"Microsoft.ResourceHealth/AvailabilityStatuses","location":"\#(hub.region)","#
                + #""properties":{"availabilityState":"\#(state)","title":"\#(state)","summary":"\#(summary)",\#(reason)"#
                + #""reasonChronicity":"\#(state == "Available" ? "Persistent" : "Transient")","#
                + #""occuredTime":"\#(isoTime(time))","reportedTime":"\#(isoTime(reported))"\#(resolution)}}"#)
    }
    let incidents = days.scenario.incidents.filter { $0.kind == .serviceIncident && $0.hub == hub.number }
        .sorted { $0.fault.lowerBound > $1.fault.lowerBound }
    // Newest first, as the service lists them; it dates a fault to the minute, and to one minute late at that.
    for incident in incidents {
        let start = incident.fault.lowerBound / 60 * 60 + 60
        let end = incident.fault.upperBound / 60 * 60 + 120
        add("Available", noProblems, at: end, reported: end + 300, until: nil)
        add("Degraded", "Some connections fail.", at: start, reported: start + 600, until: end)
    }
    let first = days.plan.span.lowerBound - 86_400
    add("Available", noProblems, at: first, reported: first + 60, until: nil)
    return Array(("{\"value\":[\n" + states.joined(separator: ",\n") + "\n]}\n").utf8)
}
