import Testing

@testable import Diagnosis

@Suite struct CommonCutsTests {
    /// Eight devices behind one address, and sixty elsewhere that stay connected.
    private func place(_ drops: (_ device: Int) -> [Int]) -> Analysed {
        var lines = log("06:00:00 far connect ip=100.64.0")
        for number in 0..<60 { lines.add("06:00:00 far-\(number) connect ip=100.65.\(number % 20)") }
        for number in 0..<8 {
            lines.add("06:00:00 near-\(number) connect ip=198.51.100")
            for start in drops(number) {
                lines.add("\(clock(start)) near-\(number) disconnect 404104 ip=198.51.100")
                lines.add("\(clock(start + 120 + number)) near-\(number) connect ip=198.51.100")
            }
        }
        return lines.analysed()
    }

    /// Eleven times from 08:00 on, later and later.
    private static let often = (0..<11).map { 28_800 + $0 * 3000 + $0 * $0 * 60 }

    @Test func devicesThatFlapTogetherAreOutagesOfWhatTheyShare() {
        let incidents = place { _ in CommonCutsTests.often }.diagnosis.incidents
        #expect(incidents.map(\.kind) == Array(repeating: .siteOutage, count: 11))
        #expect(incidents.map(\.devices) == Array(repeating: 8, count: 11))
    }

    @Test func alsoWhereTheHubNoticesThemMinutesApart() {
        let incidents = place { device in CommonCutsTests.often.map { $0 + device * 40 } }.diagnosis.incidents
        #expect(incidents.map(\.devices) == Array(repeating: 8, count: 11))
    }

    @Test func devicesThatFlapEachAtItsOwnTimeAreNoOutage() {
        let day = place { device in CommonCutsTests.often.map { $0 + device * 420 } }
        #expect(day.diagnosis.incidents.isEmpty)
    }

    /// Three common drops of eleven.
    @Test func devicesThatMeetNowAndThenDoNotFlapTogether() {
        let day = place { device in
            CommonCutsTests.often.enumerated().map { turn, start in start + (turn < 3 ? 0 : device * 420) }
        }
        #expect(day.diagnosis.incidents.isEmpty)
    }

    /// They connected together, and a router forgets each connection after half an hour.
    @Test func devicesThatAreCutAtOneAgeOfTheirConnectionsAreNoOutage() {
        let day = place { device in (0..<14).map { 23_400 + $0 * (1800 + 120 + device) } }
        #expect(day.diagnosis.incidents.isEmpty)
    }
}
