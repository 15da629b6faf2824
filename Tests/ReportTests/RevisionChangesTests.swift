import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct RevisionChangesTests {
    @Test func aRevisionNamesTheNumbersThatDifferAndNoOthers() {
        let report = ExampleDay.report()
        var before = DaySummary(report)
        before.drops -= 7
        before.stillDown = nil
        before.headline = "Incomplete data"
        let changes = RevisionChanges(report, against: before, revision: 1)
        #expect(changes.numbers.map(\.kind) == [.drops, .stillDown])
        #expect(changes.numbers[0].after.map { Int($0) } == report.totals.drops)
        #expect(changes.numbers[1].before == nil)
        #expect(changes.headlineBefore == "Incomplete data")
    }

    @Test func lateFilesAreThoseThatTheRevisionBeforeHadNotOrHadShorter() throws {
        var report = ExampleDay.report()
        for index in report.input.files.indices { report.input.files[index].fingerprint = "\(index)" }
        var before = DaySummary(report)
        var files = try #require(before.files)
        files.removeLast()
        // As an earlier version kept one: with its path.
        files[0] = "0000 " + report.input.files[0].path
        files[1] += " " + report.input.files[1].path
        before.files = files
        let changes = RevisionChanges(report, against: before, revision: 1)
        #expect(changes.lateFiles == [report.input.files[0].path, report.input.files[22].path])
    }

    @Test func theFirstRevisionChangesNothing() {
        var options = ExampleDay.options()
        options.revisionBefore = nil
        let report = DayReport.build(
            day: ExampleDay.day, facts: ExampleDay.facts(), counts: ExampleDay.counts(),
            diagnosis: ExampleDay.diagnosis(), history: [], options: options, toolVersion: "1")
        #expect(report.revisionChanges == nil)
    }
}
