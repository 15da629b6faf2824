import Foundation
import Model
import Testing

@testable import Diagnosis

/// A day whose drops are judged slice by slice; days of all other tests are judged in three slices as well.
@Suite struct DropSlicesTests {
    private struct DiskIsFull: Error {}

    /// Has room for so many pieces.
    private final class SmallSpace: ScratchSpace, @unchecked Sendable {
        private var left: Int
        init(pieces: Int) { left = pieces }

        func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> @Sendable () throws -> [Value] {
            left -= 1
            guard left >= 0 else { throw DiskIsFull() }
            return { values }
        }
    }

    /// What is put there cannot be read again.
    private struct BrokenSpace: ScratchSpace {
        func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> @Sendable () throws -> [Value] {
            { throw DiskIsFull() }
        }
    }

    /// Two hubs with renewals, devices that drop by chance, a site that fails, a service incident, a gateway with modules and a
    /// leaf, an identity that two clients use, devices that move, refusals, takeovers at the very second, and a silence.
    private func day(_ seed: UInt64) -> LogLines {
        var lines = LogLines("")
        lines.addRenewing(25, period: 2700, seed: seed)
        lines.addRenewing(12, period: 5400, seed: seed + 1, hub: "valves")
        lines.addRandom(25, every: 20_000, seed: seed + 2)
        lines.addRandom(10, every: 9_000, seed: seed + 3, hub: "valves")
        var dice = Dice(seed + 4)
        addSite(to: &lines, &dice)
        addGateway(to: &lines, &dice)
        for number in 0..<8 {
            let (left, device) = (30_000 + Int(dice.roll() * 20_000), "m\(number)")
            lines.add(-10_000 + number, device, "connect")
            lines.add(left, device, "disconnect", "404104")
            if number < 5 { lines.add(left + 60, device, "connect", hub: "valves") }
            if number > 5 { for attempt in 1..<6 { lines.add(left + attempt * 300, device, "refused", "401003") } }
        }
        for number in 0..<6 {
            let device = "d\(number)"
            for cycle in 0..<40 {
                let moment = 3_600 + cycle * 90 + Int(dice.roll() * 3)
                lines.add(moment, device, "connect")
                lines.add(moment + Int(dice.roll() * 4), device, "disconnect", "409002")
                if cycle % 9 == 0 { lines.add(moment + 50, device, "disconnect") }
            }
        }
        // Its connect is among the records that are missing.
        lines.add(-10_000, "q", "connect")
        for (moment, kind, code) in [(61_100, "disconnect", "404104"), (62_000, "connect", "")] {
            lines.add(moment, "q", kind, code)
            lines.add(moment + 5_000, "q", kind, code)
        }
        return lines.without(61_200..<64_000)
    }

    private func addSite(to lines: inout LogLines, _ dice: inout Dice) {
        for number in 0..<20 {
            let options = ["hub": "pumps", "sdk": "c", "ip": "198.51.100"]
            func add(_ seconds: Int, _ kind: String, _ code: String = "") {
                lines.add(
                    LogLines.midnight.advanced(bySeconds: Int64(seconds)), Device(name: "s\(number)"), kind, code,
                    options)
            }
            add(-9_000 + number, "connect")
            add(40_000 + Int(dice.roll() * 120), "disconnect", "404104")
            add(43_000 + Int(dice.roll() * 300), "connect")
            if number < 15 {
                add(70_000 + Int(dice.roll() * 60), "disconnect", "500001")
                add(70_600 + Int(dice.roll() * 60), "connect")
            }
        }
    }

    private func addGateway(to lines: inout LogLines, _ dice: inout Dice) {
        for cycle in 0..<7 {
            let moment = 5_000 + cycle * 10_000 + Int(dice.roll() * 500)
            for (number, module) in ["", "camera", "door", "edge"].enumerated() {
                let device = number < 3 ? Device(name: "gw-1", module: module) : Device(name: "leaf-1")
                let options = ["hub": "pumps", "sdk": "python", "ip": "192.0.2"]
                lines.add(
                    LogLines.midnight.advanced(bySeconds: Int64(moment + number)), device, "disconnect", "404104",
                    options)
                lines.add(
                    LogLines.midnight.advanced(bySeconds: Int64(moment + 400 + number)), device, "connect", "", options)
            }
        }
    }

    @Test(arguments: [2, 4, 16, 256], [1, 7, 42] as [UInt64]) func slicesComeToTheSame(slices: Int, seed: UInt64) throws
    {
        let lines = day(seed)
        let whole = try lines.picture(slices: 1)
        try lines.picture(slices: slices).isSame(as: whole, slices: slices)
    }

    /// Else there would be nothing to compare.
    @Test func theDayHasAllThatMattersAcrossSlices() throws {
        let found = day(1).analysed()
        #expect(
            Set(found.drops.map(\.cause)).isSuperset(of: [.tokenRenewal, .networkLoss, .siteOutage, .serviceIncident]))
        #expect(Set(found.drops.map(\.cause)).isSuperset(of: [.cleanClose, .duplicateIdentity, .credentialRefused]))
        #expect(found.diagnosis.findings.contains { $0.kind == .moved })
        #expect(found.diagnosis.missing["pumps"]?.isEmpty == false)
        #expect(found.diagnosis.devices.contains { $0.modules > 0 })
    }

    /// The goodbye is no loss, and so is not in memory; but it is the latest drop before the day.
    @Test func aGoodbyeSinceThenIsNotForgotten() throws {
        let lines = LogLines(
            """
            -1 21:30:00 pump-1 connect
            -1 22:00:00 pump-1 disconnect 404104
            -1 23:50:00 pump-1 disconnect
            01:00:00 pump-1 refused 429001
            02:00:00 pump-1 connect
            """)
        func causes(toldOf start: String, slices: Int) throws -> [Cause] {
            let judged = try lines.judged(slices: slices) { context in
                let identity = context.identity(of: 0, on: "pumps")
                context.openBefore[identity] = OpenDrop(
                    identity: identity, start: LogLines.time(start, dayOffset: -1), cause: .siteOutage,
                    confidence: .high)
            }
            return try judged.diagnosis().devices.map(\.mainCause)
        }
        #expect(try causes(toldOf: "22:00:00", slices: 1) == [.networkLoss])
        #expect(try causes(toldOf: "22:00:00", slices: 2) == [.networkLoss])
    }

    @Test func carriedDropsAreInTheirSlices() throws {
        let lines = day(5)
        let state = lines.state(at: LogLines.midnight.advanced(bySeconds: -3_600))
        func carry(_ context: inout AnalysisContext) {
            context.carried = state
            context.dataSpan = TimeWindow(from: state.moment, to: context.dataSpan.end)
        }
        let whole = try lines.picture(slices: 1, context: carry)
        try lines.picture(slices: 6, context: carry).isSame(as: whole, slices: 6)
    }

    @Test(arguments: [0, 1, 5, 30]) func roomThatRunsOutEndsTheDay(pieces: Int) throws {
        #expect(throws: DiskIsFull.self) { try day(1).picture(slices: 4, in: SmallSpace(pieces: pieces)) }
    }

    @Test func dropsThatCannotBeReadEndTheDay() throws {
        #expect(throws: DiskIsFull.self) { try day(1).picture(slices: 4, in: BrokenSpace()) }
    }

    @Test func aStateNeedsNoDropsButTheLatest() throws {
        let lines = day(9)
        let moment = LogLines.midnight.advanced(bySeconds: 80_000)
        let span = TimeWindow(from: LogLines.midnight.advanced(bySeconds: -20_000), to: moment)
        func states(_ change: (inout DayAnalysis) -> Void) -> [HubState] {
            var context = AnalysisContext(
                day: ReportDay(date: LogLines.day.date, timeZone: "UTC", span: span), dataSpan: span,
                vocabulary: lines.vocabulary)
            context.boundary = moment
            var analysis = DayAnalysis(context: context)
            change(&analysis)
            analysis.add(Set(lines.events).sorted().filter { $0.time < moment })
            return analysis.finalStates()
        }
        #expect(states { $0.forgetDrops() } == states { _ in })
    }

    @Test func slicesAreOfAboutEqualSizeAndHoldEveryIdentity() throws {
        var finished = FinishedDrops(in: ArraySpace(), slices: 4, identities: 64)
        // Twice as many drops of each identity of the first half.
        for identity in 0..<60 {
            for number in 0..<(identity < 30 ? 20 : 10) {
                finished.add(drop(UInt32(identity), start: DayMillis(number), sequence: UInt32(number)))
            }
        }
        try finished.finish()
        let slices = DropSlices(finished, identities: 64)
        var identities: [Range<Int>] = []
        var counts: [Int] = []
        try slices.forEach { slice in
            identities.append(slice.identities)
            counts.append(slice.drops.count)
        }
        #expect(counts.reduce(0, +) == 900 && counts.allSatisfy { (200...260).contains($0) })
        #expect(identities.first?.lowerBound == 0 && identities.last?.upperBound == 64)
        #expect(zip(identities, identities.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }

    @Test func dropsOfOneMomentStayInTheOrderInWhichTheyCame() throws {
        var finished = FinishedDrops(in: ArraySpace(), slices: 2, identities: 4)
        for (identity, start, sequence) in [(3, 5, 0), (0, 5, 1), (3, 4, 3), (1, 5, 2)] as [(UInt32, DayMillis, UInt32)]
        {
            finished.add(drop(identity, start: start, sequence: sequence))
        }
        try finished.finish()
        let drops = try DropSlices(finished, identities: 4).drops { _ in true }
        #expect((0..<drops.count).map { drops[$0].identity } == [3, 3, 0, 1])
    }

    private func drop(_ identity: UInt32, start: DayMillis, sequence: UInt32) -> StoredDrop {
        StoredDrop(
            record: DropRecord(start: start, identity: identity, client: 0, age: -1, sdk: 0, codes: 0),
            sequence: sequence)
    }
}
