import Foundation
import Testing

/// What `hubdrops run --dry-run` says, and that it does none of it.
@Suite struct DryRunTests {
    private func record(_ time: String) -> String {
        """
        {"time":"\(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"pump-1\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """
    }

    private let job = ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/a.json")
        return folder
    }

    /// Every file and folder, with what it holds and when it was last changed.
    private func contents(of folder: TemporaryFolder) throws -> [String: String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
                let bytes = FileManager.default.contents(atPath: folder.path(name))?.count ?? -1
                return (name, "\(bytes) \(attributes[.modificationDate] ?? "") \(attributes[.systemFileNumber] ?? "")")
            })
    }

    @Test func beforeTheFirstRunItMakesNoFile() throws {
        let folder = try folder()
        let before = try contents(of: folder)
        let result = try Program.hubdrops.run(job + ["--dry-run", "--redact"], at: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try contents(of: folder) == before)
        #expect(result.output.contains("create   h.sqlite\n"))
        #expect(result.output.contains("import   logs from logs into h.sqlite\n"))
        #expect(result.output.contains("files: 1, new or changed: 1;"))
        #expect(result.output.contains("write    out/2026-03-10/: drops.csv, "))
        #expect(result.output.contains("link     out/latest to 2026-03-10\n"))
    }

    @Test func afterARunItLeavesAllAsItIs() throws {
        let folder = try folder()
        try Program.hubdrops.run(job, at: folder)
        let before = try contents(of: folder)
        let result = try Program.hubdrops.run(job + ["--dry-run"], at: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try contents(of: folder) == before)
        #expect(result.output.contains("files: 1, new or changed: 0\n"))
        #expect(result.output.contains("leave    out/2026-03-10/ as it is: up to date"))
        #expect(!result.output.contains("write "))
    }

    @Test func aDayWithOutputsMissingIsToBeWritten() throws {
        let folder = try folder()
        try Program.hubdrops.run(job, at: folder)
        try FileManager.default.removeItem(atPath: folder.path("out/2026-03-10/report.md"))
        let result = try Program.hubdrops.run(job + ["--dry-run"], at: folder)
        #expect(result.output.contains("write    out/2026-03-10/: drops.csv, "))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/report.md")))
    }

    @Test func aFolderWithoutLogsIsNamedAsInARun() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "logs/readme.txt")
        let result = try Program.hubdrops.run(job + ["--dry-run"], at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("logs: no log file in this folder"))
        #expect(result.output.contains("write    out/2026-03-10/"))
    }
}
