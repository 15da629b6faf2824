import Diagnosis
import Rendering
import Report

/// A page for each of the worst devices; their events are among all others, so this is a pass over the day.
struct DevicePagesOutput: ReportOutput {
    let name = "devices/"
    let about = "a page for each of the worst devices"
    let endings = [".html"]

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        let pages = day.devicePages
        guard !pages.rows.isEmpty else { return }
        let reports = try pages.reports()
        let incidents = day.incidentsOfDevicePages()
        for row in pages.rows {
            let own = reports.filter {
                $0.timeline.hub == row.hub && $0.timeline.device == row.device && $0.timeline.module == row.module
            }
            try place.write(
                try day.renderer.device(
                    row.name, own, of: day.report, hasReport: true, incidents: incidents[row.place] ?? []
                ).utf8,
                to: DevicePages.name(of: row))
        }
    }
}

extension ReportedDay {
    /// The keys of the incidents that each device with a page was part of.
    fileprivate func incidentsOfDevicePages() -> [PageLinks.Place: Set<String>] {
        let places = Set(devicePages.rows.map(\.place))
        var keys: [PageLinks.Place: Set<String>] = [:]
        for incident in report.incidents {
            for device in incidentDevices[incident.key] ?? [] {
                let place = PageLinks.Place(hub: incident.hub, device: device.device, module: device.module)
                if places.contains(place) { keys[place, default: []].insert(incident.key) }
            }
        }
        return keys
    }
}

extension DeviceDay {
    fileprivate var place: PageLinks.Place { PageLinks.Place(hub: hub, device: device, module: module) }
}
