import Foundation
import Model
import Report

/// The folders of reports in the folder of the output.
enum ReportFolders {
    static func hasPage(_ name: String, in output: String) -> Bool {
        FileManager.default.fileExists(atPath: output + "/" + name + "/report.html")
    }

    /// Names of folders with a page: days and periods.
    static func names(in output: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        return names.filter { (CivilDate($0) != nil || Period($0) != nil) && hasPage($0, in: output) }.sorted()
    }

    /// Names of folders, no links, that are named like a report and hold one; whether it is ours is for
    /// `ReportRemoval` to find out.
    static func candidates(in output: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        return names.filter { name in
            (CivilDate(name) != nil || Period(name) != nil) && isFolder(output + "/" + name)
                && FileManager.default.fileExists(atPath: output + "/" + name + "/report.json")
        }.sorted()
    }

    /// Whether a folder has that path, and no link to one.
    static func isFolder(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    /// The day that `latest` points to, where its folder exists.
    static func latest(in output: String) -> CivilDate? {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: output + "/latest")
        guard let target, FileManager.default.fileExists(atPath: output + "/" + target) else { return nil }
        return CivilDate(target)
    }
}
