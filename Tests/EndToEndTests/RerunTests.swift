import Foundation
import Testing

/// What the second run of a night does.
@Suite struct RerunTests {
    private func record(_ time: String, device: String = "pump-1") -> String {
        """
        {"time":"\(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"\(device)\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """
    }

    private func run(_ folder: TemporaryFolder, _ more: String..., day: String = "2026-03-10") throws -> Int32 {
        try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", day] + more, at: folder
        ).status
    }

    private func report(_ folder: TemporaryFolder, day: String = "2026-03-10") throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "out/\(day)/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func inode(_ folder: TemporaryFolder) throws -> Int {
        let path = folder.path("out/2026-03-10/report.html")
        return try #require(FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
    }

    @Test func anUnchangedDayIsNotWrittenAgainAndEndsAsBefore() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/PT1H.json")
        #expect(try run(folder) == 1)
        let first = try inode(folder)
        #expect(try run(folder) == 1)
        #expect(try inode(folder) == first)
    }

    @Test func otherSettingsWriteTheDayAgain() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/PT1H.json")
        _ = try run(folder)
        let first = try inode(folder)
        let settings = try folder.write("context-after: 2h\n", to: "hubdrops.yaml")
        _ = try run(folder, "--config", settings)
        #expect(try inode(folder) != first)
    }

    @Test func pagesOfWhatIsNoLongerInTheReportDoNotStay() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/PT1H.json")
        _ = try run(folder)
        try folder.write("an earlier revision's", to: "out/2026-03-10/devices/pumps-weu.pump-9.html")
        try folder.write("an earlier revision's", to: "out/2026-03-10/incidents/pumps-weu-20260310T0000Z-mass-drop.md")
        try folder.write("somebody's", to: "out/2026-03-10/devices/notes.txt")
        try folder.write(record("2026-03-10T08:00:00Z"), to: "logs/late.json")
        _ = try run(folder)
        let devices = try FileManager.default.contentsOfDirectory(atPath: folder.path("out/2026-03-10/devices"))
        #expect(devices == ["notes.txt"])
        let incidents = try FileManager.default.contentsOfDirectory(atPath: folder.path("out/2026-03-10/incidents"))
        #expect(incidents.isEmpty)
    }

    @Test func aFileThatWasRemovedIsWrittenAgain() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/PT1H.json")
        _ = try run(folder)
        try FileManager.default.removeItem(atPath: folder.path("out/2026-03-10/drops.csv"))
        _ = try run(folder)
        #expect(FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/drops.csv")))
    }

    /// The link leads nowhere, which fails as a file that nobody may open does, also for root.
    @Test func aFileThatCannotBeReadIsInEveryReportUntilItIsGone() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/a.json")
        let link = folder.path("logs/b.json")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("nowhere"))
        func warnings() throws -> [String] {
            let input = try #require(try report(folder)["input"] as? [String: Any])
            return try #require(input["warnings"] as? [String])
        }
        for _ in 0..<2 {
            _ = try run(folder)
            #expect(try warnings().count == 1)
            #expect(try warnings().first?.contains("logs/b.json") == true)
        }
        try FileManager.default.removeItem(atPath: link)
        _ = try run(folder)
        #expect(try warnings() == [])
    }

    @Test func aFileIsOneFileHoweverItIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/a.json")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("other"), withDestinationPath: folder.path("logs"))
        for name in ["logs/a.json", "./logs/a.json", "logs/../logs/a.json", folder.path("logs/a.json"), "other/a.json"]
        {
            try Program.hubdrops.run(["import", name, "--db", "h.sqlite"], at: folder)
            let status = try Program.hubdrops.run(["status", "--db", "h.sqlite"], at: folder)
            #expect(status.output.contains("files        1 read,"))
        }
        let status = try Program.hubdrops.run(["status", "--db", "h.sqlite"], at: folder)
        #expect(status.output.contains("0 files read, 1 unchanged"))
    }

    @Test func theSameNameInAnotherFolderIsAnotherFile() throws {
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        let database = one.path("h.sqlite")
        for (folder, device) in [(one, "a"), (other, "b"), (one, "a"), (other, "b")] {
            try folder.write(record("2026-03-10T07:12:41Z", device: device), to: "logs/a.json")
            _ = try Program.hubdrops.run(["import", "logs", "--db", database], at: folder)
        }
        let status = try Program.hubdrops.run(["status", "--db", database], at: one)
        #expect(status.output.contains("files        2 read,"))
    }

    @Test func aRunThatDiedBeforeItsLinkLeavesItToTheNextOne() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/a.json")
        let job = ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]
        try Program.hubdrops.run(job, at: folder)
        try FileManager.default.removeItem(atPath: folder.path("out/latest"))
        try Program.hubdrops.run(job, at: folder)
        let latest = try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("out/latest"))
        #expect(latest == "2026-03-10")
    }

    @Test func lateRecordsReissueAnEarlierDayAsItsNextRevision() throws {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/a.json")
        _ = try run(folder)
        #expect(try report(folder)["revision"] as? Int == 1)

        // The next night's logs bring a record of the day before as well.
        try folder.write(
            record("2026-03-11T08:00:00Z") + record("2026-03-10T09:00:00Z", device: "pump-2"), to: "logs/b.json")
        _ = try run(folder, day: "2026-03-11")
        let reissued = try report(folder)
        #expect(reissued["revision"] as? Int == 2)
        let rows = try String(contentsOfFile: folder.path("out/2026-03-10/drops.csv"), encoding: .utf8)
        #expect(rows.contains("pump-2"))
        let latest = try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("out/latest"))
        #expect(latest == "2026-03-11")
    }
}
