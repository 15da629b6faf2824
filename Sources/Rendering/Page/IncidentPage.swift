import Diagnosis
import Model
import Report

/// What the templates of an incident may name: the masthead of the report, and the incident with where to go on.
struct IncidentPage {
    /// Rows on the page; the CSV has all.
    static let mostDevices = 200
    /// Before the first drop and after the return of the devices, in seconds, for a query.
    private static let around: Int64 = 900

    let page: Page
    let devices: [String: [IncidentDevice]]
    /// Whether it stands in a folder below that of the report of the day, with the other files.
    let hasReport: Bool

    func context(_ incident: IncidentReport, number: Int) -> [String: Any] {
        let all = devices[incident.key] ?? []
        let (shown, rest) = cut(all, at: IncidentPage.mostDevices)
        var own = page.incident(incident, number: number)
        own["devicesOfIncident"] = shown.map { device($0, hub: incident.hub) }
        own["portal"] = page.links.portal(of: incident.hub)
        own["hasDevicesOfIncident"] = !shown.isEmpty
        own["devicesNotListed"] = page.notListed(rest, "device")
        own["file"] = hasReport ? [Page.anchor(incident.key)] : []
        own["csv"] = hasReport && !all.isEmpty ? [Page.anchor(incident.key) + ".csv"] : []
        own["chart"] = chart(incident)
        own["kqlLines"] = IncidentPage.query(incident).split(separator: "\n").map(String.init)
        return page.masthead().merging(["hasReport": hasReport, "incident": own]) { $1 }
    }

    private func device(_ device: IncidentDevice, hub: String) -> [String: Any] {
        let place = PageLinks.Place(hub: hub, device: device.device, module: device.module)
        return [
            "page": page.links.devices[place].map { [page.links.root + "devices/" + $0] } ?? [],
            "name": device.name, "drops": Words.count(device.drops), "start": page.time(device.start),
            "back": device.back.map { [page.time($0)] } ?? [],
            "away": device.back.map { Words.duration($0.seconds(since: device.start)) } ?? "",
        ]
    }

    /// Drops by time as bars, at most sixty; none where they are too few to have a shape.
    private func chart(_ incident: IncidentReport) -> [[String: Any]] {
        let counts = Page.minutes(incident).compactMap { $0 }
        guard incident.dropsPerMinute.count > 4, let most = counts.max(), most > 0,
            let bars = TrendChart(counts.map(Double.init) + [0], isComplete: counts.map { _ in true } + [true])
        else { return [] }
        let minutes = max(1, (incident.dropsPerMinute.count + 59) / 60)
        return [
            [
                "width": max(TrendChart.step, bars.width - TrendChart.step), "height": TrendChart.height,
                "bars": bars.complete,
                "most": Words.counted(most, "drop"),
                "unit": minutes == 1 ? "minute" : "\(minutes) minutes",
            ]
        ]
    }

    /// The records of the incident's hub around it, in Log Analytics: the fields are those of AzureDiagnostics that
    /// Microsoft's own queries for IoT Hub name.
    static func query(_ incident: IncidentReport) -> String {
        let from = incident.start.advanced(bySeconds: -around)
        let to = max(incident.end, incident.lastDrop ?? incident.end).advanced(bySeconds: around)
        let hub = incident.hub.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
            AzureDiagnostics
            | where ResourceProvider == "MICROSOFT.DEVICES" and ResourceType == "IOTHUBS" and Category == "Connections"
            | where Resource =~ "\(VisibleText.of(hub))"
            | where TimeGenerated between (datetime(\(from)) .. datetime(\(to)))
            | extend deviceId = tostring(parse_json(properties_s).deviceId)
            | summarize records = count(), devices = dcount(deviceId) by bin(TimeGenerated, 1m), OperationName, ResultType
            | order by TimeGenerated asc
            """
    }
}
