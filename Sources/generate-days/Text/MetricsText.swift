/// The metric `connectedDeviceCount` of the reported days, as `az monitor metrics list` prints it.
///
/// Devices only, modules are not counted. With noise two minutes of each day have no value.
func metricsText(of days: Days, hub: Hub) -> [UInt8] {
    let reported = days.plan.reported
    var text: [UInt8] = []
    text.append(
        "{\"cost\":\(reported.count / 60 - 1),\"timespan\":\"\(isoTime(reported.lowerBound))/\(isoTime(reported.upperBound))\","
    )
    text.append(
        "\"interval\":\"PT1M\",\"namespace\":\"Microsoft.Devices/IotHubs\",\"resourceregion\":\"\(hub.region)\",\"value\":[{\"id\":\""
    )
    text.append("\(hub.managementResource)/providers/Microsoft.Insights/metrics/connectedDeviceCount\",")
    text.append("\"type\":\"Microsoft.Insights/metrics\",")
    text.append("\"name\":{\"value\":\"connectedDeviceCount\",\"localizedValue\":\"Connected devices\"},")
    text.append("\"displayDescription\":\"Number of devices connected to your IoT hub\",\"unit\":\"Count\",")
    text.append("\"timeseries\":[{\"metadatavalues\":[],\"data\":[")
    let curve = days.curves[hub.number]
    let hundredths = curve.hundredths
    var separator: StaticString = "\n"
    for time in stride(from: reported.lowerBound, to: reported.upperBound, by: 60) {
        text.append(separator)
        separator = ",\n"
        text.append("{\"timeStamp\":\"")
        text.appendISOTime(time)
        let minuteOfDay = time / 60 % 1_440
        if days.plan.noise, minuteOfDay == 1_001 || minuteOfDay == 1_002 {
            text.append("\"}")
        } else {
            let value = hundredths[(time - curve.start) / 60]
            let fraction = value % 100
            text.append("\",\"average\":\(value / 100).\(fraction < 10 ? "0" : "")\(fraction)}")
        }
    }
    text.append("\n]}]}]}\n")
    return text
}

/// The hub's Resource Health over the reported days: degraded through each service incident, available otherwise.
func healthText(of days: Days, hub: Hub) -> [UInt8] {
    var states: [String] = []
    func add(_ state: String, _ title: String, _ summary: String, at time: Int, reported: Int, until: Int?) {
        let name = until == nil && states.isEmpty ? "current" : isoTime(time)
        let reason = state == "Available" ? "" : #""reasonType":"Unplanned","context":"Platform Initiated","#
        let resolution = until.map { #","resolutionETA":"\#(isoTime($0))""# } ?? ""
        states.append(
            #"{"id":"\#(hub.managementResource)/providers/Microsoft.ResourceHealth/availabilityStatuses/\#(name)","#
                + #""name":"\#(name)","type":"Microsoft.ResourceHealth/AvailabilityStatuses","location":"\#(hub.region)","#
                + #""properties":{"availabilityState":"\#(state)","title":"\#(title)","summary":"\#(summary)",\#(reason)"#
                + #""reasonChronicity":"\#(state == "Available" ? "Persistent" : "Transient")","#
                + #""occuredTime":"\#(isoTime(time))","reportedTime":"\#(isoTime(reported))"\#(resolution)}}"#)
    }
    let incidents = days.scenario.incidents.filter { $0.kind == .serviceIncident && $0.hub == hub.number }
        .sorted { $0.fault.lowerBound > $1.fault.lowerBound }
    // Newest first, as the service lists them; it dates a fault to the minute, and to one minute late at that.
    for incident in incidents {
        let start = incident.fault.lowerBound / 60 * 60 + 60
        let end = incident.fault.upperBound / 60 * 60 + 120
        add(
            "Available", "Available", "There aren't any known Azure platform problems affecting this IoT hub.", at: end,
            reported: end + 300, until: nil)
        add("Degraded", "Degraded", "Some connections fail.", at: start, reported: start + 600, until: end)
    }
    let first = days.plan.span.lowerBound - 86_400
    add(
        "Available", "Available", "There aren't any known Azure platform problems affecting this IoT hub.", at: first,
        reported: first + 60, until: nil)
    return Array(("{\"value\":[\n" + states.joined(separator: ",\n") + "\n]}\n").utf8)
}
