import Delivery
import Foundation
import Report

/// Removes the report of a day or a period: the files that a run writes, and the folder when nothing else is in it.
///
/// What others put there stays. `report.json` goes last, so that a run which dies half way leaves a folder that the next
/// one still knows for a report.
enum ReportRemoval {
    private static let last = "report.json"

    static func remove(_ name: String, from output: OutputFolder) throws {
        let path = output.path + "/" + name
        guard ReportFolders.isFolder(path), isOurs(path) else { return }
        let folder = try output.folder(name)
        for output in DayOutputs.all where output.name.hasSuffix("/") { try empty(output, in: folder) }
        for file in DayOutputs.names where !file.hasSuffix("/") && file != last { try folder.remove(file) }
        for file in [NeighbourPages.previous, NeighbourPages.next] { try folder.remove(file) }
        try folder.remove(last)
        try output.removeIfEmpty(name)
    }

    /// Whether the report in a folder was made by this program.
    private static func isOurs(_ path: String) -> Bool {
        struct Made: Decodable {
            let tool: DayReport.Tool
        }
        guard let bytes = FileManager.default.contents(atPath: path + "/" + last),
            let made = try? JSONDecoder().decode(Made.self, from: bytes)
        else { return false }
        return made.tool.name == DayReport.Tool(version: "").name
    }

    private static func empty(_ output: any DayOutput, in day: OutputFolder) throws {
        let name = String(output.name.dropLast())
        let path = day.path + "/" + name
        guard ReportFolders.isFolder(path) else { return }
        let folder = try day.folder(name)
        let files = try FileManager.default.contentsOfDirectory(atPath: path)
        for file in files.sorted() where output.endings.contains(where: file.hasSuffix) { try folder.remove(file) }
        try day.removeIfEmpty(name)
    }
}
