import Diagnosis
import Model
import Rendering
import Report

/// The devices of each incident as a table.
struct IncidentDevicesOutput: ReportOutput {
    let name = "incidents/"
    let about = "its devices (CSV)"
    let endings = [".csv"]

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        for incident in day.report.incidents {
            var csv = CSVText()
            csv.row(["incident", "hub", "device", "module", "drops", "first_drop", "back"])
            for device in day.incidentDevices[incident.key] ?? [] {
                csv.row([
                    incident.key, incident.hub, device.device, device.module, String(device.drops),
                    device.start.description, device.back?.description ?? "",
                ])
            }
            try place.write(csv.bytes, to: day.renderer.fileName(of: incident) + ".csv")
        }
    }
}
