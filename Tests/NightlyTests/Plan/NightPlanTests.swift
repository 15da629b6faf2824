import Model
import Report
import Settings
import Testing

@testable import Nightly

/// What a run does, by what it finds: no file, no database.
@Suite struct NightPlanTests {
    /// A Tuesday; the week before ended on 2026-03-08, and February is over.
    private let date = CivilDate("2026-03-10") ?? CivilDate(daysSince1970: 0)

    private func day(_ back: Int = 0) throws -> ReportDay {
        try ZoneClock.utc.reportDay(of: date.advanced(byDays: -back))
    }

    private func known(
        _ back: Int, records: Bool = true, allEvents: Bool = true, _ kept: NightState.Kept? = NightState.Kept()
    ) throws -> NightState.Day {
        let day = try day(back)
        return NightState.Day(
            day: day, firstRecord: records ? day.span.start : nil, hasAllEvents: allEvents, kept: kept)
    }

    /// A night that was worked out and mailed, with that before it.
    private func quiet(_ change: (inout NightState) throws -> Void = { _ in }) throws -> NightState {
        var state = NightState(day: try day())
        for back in 0...2 { state.days[date.advanced(byDays: -back)] = try known(back) }
        state.keptDates = Set(state.days.keys)
        state.upToDate = NightState.UpToDate()
        state.latest = date
        state.periodsWithPage = ["2026-W10"]
        state.periodsMailed = ["2026-W10"]
        try change(&state)
        return state
    }

    private func lines(
        _ purpose: Purpose, _ state: NightState, _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> [String] {
        var settings = Configuration()
        change(&settings)
        let now = Instant(seconds: try day(-1).span.start.seconds + 21_600)
        return try NightPlan.of(purpose, state, settings, clock: .utc, now: now).steps.map(\.word)
    }

    private static func mails(_ settings: inout Configuration) {
        var mail = MailSettings()
        mail.to = ["ops@example.org"]
        mail.sendmail = .program(["/usr/sbin/sendmail", "-t"])
        mail.digest = [.week]
        settings.mail = mail
    }

    private let timer = Purpose.nightly(isWatched: false)

    @Test func daysAreSharedWhereTheEventsAreInClickHouseAlsoWhenThereIsNothingToWrite() throws {
        let lines = try lines(timer, try quiet()) { $0.eventStore = "clickhouse://127.0.0.1/fleet" }
        #expect(lines == ["share", "index"])
    }

    @Test func daysAreSharedAfterMailHasLeftAndBeforeAnyIsPruned() throws {
        let lines = try lines(timer, try quiet { $0.upToDate = nil }) {
            NightPlanTests.mails(&$0)
            $0.eventStore = "clickhouse://127.0.0.1/fleet"
            $0.retention.events = TimeSpan(seconds: 86_400 * 90)
        }
        #expect(lines.filter { ["send", "share", "prune"].contains($0) } == ["send", "share", "prune"])
    }

    @Test func aReportThatIsUpToDateIsLeftAlone() throws {
        #expect(try lines(timer, try quiet()) == ["index"])
    }

    @Test func whoWatchesGetsTheDayWrittenAgain() throws {
        #expect(try lines(.nightly(isWatched: true), try quiet()) == ["write 10", "keep 10", "index"])
    }

    @Test func whoAsksForAReportGetsIt() throws {
        #expect(try lines(.reissue, try quiet()) == ["write 10", "keep 10", "index"])
    }

    @Test func anAlertThatMayEndTheRunHasTheDayWrittenAgain() throws {
        let state = try quiet { $0.upToDate = NightState.UpToDate(alerts: 1) }
        #expect(try lines(timer, state) == ["index"])
        #expect(try lines(timer, state) { $0.failOn = .any } == ["write 10", "keep 10", "index"])
    }

    @Test func whatDiedBeforeItsLinkAndItsMailGetsThem() throws {
        let state = try quiet { $0.latest = nil }
        #expect(try lines(timer, state, Self.mails) == ["latest 10", "send", "index"])
    }

    @Test func latestNeverGoesBack() throws {
        let state = try quiet { $0.latest = date.advanced(byDays: 1) }
        #expect(try lines(.reissue, state) == ["write 10", "keep 10", "index"])
    }

    @Test func aNewDayIsComparedWithDaysThatNobodyWorkedOutYet() throws {
        let state = try quiet {
            $0.upToDate = nil
            $0.days[date] = try known(0, nil)
            $0.days[date.advanced(byDays: -3)] = try known(3, nil)
            $0.days[date.advanced(byDays: -4)] = try known(4, records: false, nil)
            $0.days[date.advanced(byDays: -5)] = try known(5, allEvents: false, nil)
        }
        #expect(try lines(timer, state) == ["work out 7", "write 10", "keep 10", "index"])
    }

    @Test func aDayWithRecordsOfItsLastHoursAloneIsNotComparedWith() throws {
        let state = try quiet {
            $0.upToDate = nil
            var evening = try known(3, nil)
            evening.firstRecord = evening.day.span.end.advanced(bySeconds: -3 * 3600)
            $0.days[evening.day.date] = evening
        }
        #expect(try lines(timer, state) == ["write 10", "keep 10", "index"])
    }

    @Test func lateRecordsReopenTheDaysBeforeOldestFirst() throws {
        let state = try quiet {
            $0.days[date.advanced(byDays: -2)] = try known(2, NightState.Kept(isCurrent: false))
            $0.days[date.advanced(byDays: -1)] = try known(1, NightState.Kept(isMailed: false))
        }
        let expected = ["write 8", "keep 8", "write 9", "keep 9", "write 10", "keep 10"]
        // The eighth is the last day of its week.
        #expect(try lines(timer, state) == expected + ["write 2026-W10", "index"])
        #expect(try lines(timer, state) { $0.lateDays = 1 }.prefix(3) == ["work out 8", "write 9", "keep 9"])
        #expect(try lines(timer, state) { $0.lateDays = 0 } == ["index"])
    }

    @Test func aDayThatWasPrunedIsNotWrittenAgainButNamed() throws {
        let state = try quiet {
            $0.days[date.advanced(byDays: -2)] = try known(2, allEvents: false, NightState.Kept(isCurrent: false))
        }
        let plan = try NightPlan.of(timer, state, Configuration(), clock: .utc, now: state.day.span.end)
        #expect(plan.steps.map(\.word) == ["index"])
        #expect(plan.prunedDays == [date.advanced(byDays: -2)])
    }

    @Test func aDatabaseThatMayOnlyBeReadGivesItsReportAndNothingElse() throws {
        let state = try quiet {
            $0.mayKeep = false
            $0.latest = nil
            $0.days[date.advanced(byDays: -1)] = try known(1, NightState.Kept(isCurrent: false))
            $0.days[date.advanced(byDays: -3)] = try known(3, nil)
        }
        #expect(try lines(.reissue, state, Self.mails) == ["write 10", "latest 10"])
    }

    @Test func mailIsQueuedBeforeTheDayCountsAsDoneAndSentAfterAllReports() throws {
        let state = try quiet {
            $0.upToDate = nil
            $0.latest = date.advanced(byDays: -1)
            $0.periodsWithPage = []
            $0.periodsMailed = []
        }
        #expect(
            try lines(timer, state, Self.mails)
                == ["write 10", "mail 10", "keep 10", "write 2026-W10", "mail 2026-W10", "latest 10", "send", "index"])
    }

    @Test func mailThatIsOffIsNotQueued() throws {
        let state = try quiet { $0.upToDate = nil }
        let never = try lines(timer, state) {
            Self.mails(&$0)
            $0.mail?.when = .never
            $0.mail?.digest = []
        }
        #expect(never == ["write 10", "keep 10", "send", "index"])
        let keptOnly = try lines(timer, state) { $0.mail = MailSettings() }
        #expect(keptOnly == ["write 10", "keep 10", "index"])
    }

    @Test func aReportThatWasOnlyAskedForIsStillToBeMailed() throws {
        let known = try quiet()
        #expect(try lines(.reissue, known, Self.mails) == ["write 10", "keep 10", "index"])
        let changed = try quiet { $0.days[date] = try self.known(0, NightState.Kept(isCurrent: false)) }
        #expect(try lines(.reissue, changed, Self.mails) == ["write 10", "keep 10 unmailed", "index"])
        let new = try quiet { $0.days[date] = try self.known(0, nil) }
        #expect(try lines(.reissue, new, Self.mails) == ["write 10", "keep 10 unmailed", "index"])
        #expect(try lines(.reissue, new) == ["write 10", "keep 10", "index"])
    }

    @Test func aWeekThatIsOverIsWrittenWithTheDaysItLacks() throws {
        let sunday = date.advanced(byDays: -2)
        var state = NightState(day: try day(2))
        state.days[sunday] = try known(2, nil)
        state.days[sunday.advanced(byDays: -6)] = try known(8, nil)
        #expect(
            try lines(timer, state)
                == ["work out 2", "write 8", "keep 8", "write 2026-W10", "latest 8", "index"])
    }

    @Test func aMonthWhosePageIsMissingIsWritten() throws {
        let state = try quiet { $0.keptDates.insert(date.advanced(byDays: -12)) }
        #expect(
            try lines(timer, state) == ["write 10", "keep 10", "write 2026-02", "index"])
        let there = try quiet {
            $0.keptDates.insert(date.advanced(byDays: -12))
            $0.periodsWithPage.insert("2026-02")
        }
        #expect(try lines(timer, there) == ["index"])
    }

    @Test func aWeekWhoseDaysWereWrittenAgainWithoutItIsWritten() throws {
        let state = try quiet { $0.outdatedPeriods = [Period.week(of: date.advanced(byDays: -7))] }
        #expect(try lines(timer, state) == ["write 10", "keep 10", "write 2026-W10", "index"])
    }

    @Test func aWeekIsMailedOnce() throws {
        let written = try quiet { $0.periodsMailed = [] }
        #expect(try lines(timer, written, Self.mails).contains("mail 2026-W10"))
        var mailed = written
        mailed.periodsMailed = ["2026-W10"]
        #expect(try lines(timer, mailed, Self.mails) == ["send", "index"])
    }

    @Test func whatTheDayWasWorkedOutFromIsNotPruned() throws {
        let state = try quiet { $0.upToDate = nil }
        let plan = { (keep: String) in
            var settings = Configuration()
            settings.retention.events = TimeSpan(keep)
            return try NightPlan.of(
                timer, state, settings, clock: .utc, now: Instant(seconds: state.day.span.end.seconds + 21_600)
            ).steps
        }
        let evening = state.day.span.start.advanced(bySeconds: -3 * 3600)
        #expect(try plan("1d").contains(.prune(eventsBefore: evening, countsBefore: nil)))
        let old = try day(29).span.start
        #expect(try plan("30d").contains(.prune(eventsBefore: old, countsBefore: nil)))
    }

    @Test func oldReportsGoButNotThoseThatWouldBeWrittenAgainNorTheLatest() throws {
        let state = try quiet {
            $0.upToDate = nil
            $0.latest = date.advanced(byDays: 1)
            $0.reports = [
                "2026-01", "2026-02", "2026-03-07", "2026-03-08", "2026-03-10", "2026-03-11", "2026-W09", "2026-W10",
            ]
        }
        // Now is the morning of the 11th: kept are the 8th and what is newer; February is the latest month that is over.
        func removed(_ purpose: Purpose, _ length: String) throws -> String? {
            try lines(purpose, state) { $0.retention.reports = TimeSpan(length) }.first { $0.hasPrefix("remove") }
        }
        #expect(try removed(timer, "3d") == "remove 2026-01 2026-03-07 2026-W09")
        #expect(try removed(timer, "38d") == "remove 2026-01")
        #expect(try removed(timer, "100d") == nil)
        #expect(try removed(.reissue, "3d") == nil)
    }

    @Test func theReportOfTheRunsOwnDayIsNeverOld() throws {
        let state = try quiet {
            $0.upToDate = nil
            $0.reports = ["2026-03-09", "2026-03-10"]
        }
        var settings = Configuration()
        settings.retention.reports = TimeSpan("1d")
        let monthLater = state.day.span.end.advanced(bySeconds: 30 * 86_400)
        let steps = try NightPlan.of(timer, state, settings, clock: .utc, now: monthLater).steps
        #expect(steps.contains(.removeReports(["2026-03-09"])))
    }

    @Test func onlyTheTimersRunImports() {
        var settings = Configuration()
        settings.logs = ["logs"]
        #expect(NightPlan.intake(timer, settings) == [.importLogs(["logs"])])
        #expect(NightPlan.intake(.reissue, settings).isEmpty)
    }

    @Test func weeksThatAreAskedForAreWrittenWithTheDaysTheyLack() throws {
        let week = try #require(Period("2026-W10"))
        let days = [date.advanced(byDays: -2): try known(2, nil), date.advanced(byDays: -3): try known(3)]
        #expect(
            NightPlan.steps(writing: [week], days, Configuration()).map(\.word) == [
                "work out 8", "write 2026-W10", "index",
            ])
    }
}

extension Step {
    /// The step in a word or two, with the day of the month.
    fileprivate var word: String {
        switch self {
        case .importLogs: "import"
        case .workOut(let day): "work out \(day.date.day)"
        case .write(let day): "write \(day.date.day)"
        case .queueMail(let day): "mail \(day.date.day)"
        case .queueNotices(let day): "notify \(day.date.day)"
        case .keep(let day, let isMailDue): "keep \(day.date.day)" + (isMailDue ? " unmailed" : "")
        case .writePeriod(let period): "write \(period.name)"
        case .queueMailOfPeriod(let period): "mail \(period.name)"
        case .pointLatest(let date): "latest \(date.day)"
        case .sendMail: "send"
        case .shareDays: "share"
        case .prune: "prune"
        case .removeReports(let names): "remove " + names.joined(separator: " ")
        case .updateIndex: "index"
        }
    }
}
