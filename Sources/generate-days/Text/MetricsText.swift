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
