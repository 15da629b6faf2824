import Model
import Testing

@testable import Diagnosis

/// The part of a day that is of one hub of several.
@Suite struct DayDiagnosisHubTests {
    /// A hub whose device renews every hour, and one whose devices drop for longer.
    private static let renewing = (0..<20).map { hour in
        let clock = hour < 10 ? "0\(hour)" : "\(hour)"
        return "\(clock):00:00 r connect sdk=python hub=a\n\(clock):45:00 r disconnect 404104 hub=a"
    }.joined(separator: "\n")
    private static let dropping = """
        00:10:00 d-1 connect sdk=c hub=b
        00:20:00 d-2 connect sdk=c hub=b
        06:00:00 d-1 disconnect 404104 hub=b
        06:20:00 d-1 connect sdk=c hub=b
        07:00:00 d-2 disconnect 404104 hub=b
        20:00:00 d-1 disconnect hub=b
        20:30:00 d-1 connect sdk=c hub=b
        """

    private static func diagnosis(_ text: String) -> DayDiagnosis { LogLines(text).analysed().diagnosis }

    @Test(arguments: ["a", "b"])
    func aPartIsWhatTheHubAloneWouldBe(hub: String) {
        let part = Self.diagnosis(Self.renewing + "\n" + Self.dropping).part(of: hub)
        let alone = Self.diagnosis(hub == "a" ? Self.renewing : Self.dropping)
        #expect(part.hubs == alone.hubs)
        #expect(part.causes == alone.causes)
        #expect(part.renewals == alone.renewals)
        #expect(part.devices == alone.devices)
        #expect(part.findings == alone.findings)
        #expect(part.limits == alone.limits)
        #expect(part.devicesThatDropped == alone.devicesThatDropped)
        #expect(part.missing == alone.missing)
    }

    @Test func theCausesOfAllHubsAreTheSumOfTheirs() {
        let both = Self.diagnosis(Self.renewing + "\n" + Self.dropping)
        let parts = ["a", "b"].map { both.part(of: $0).causes }
        for (cause, total) in both.causes.enumerated() {
            #expect(total.drops == parts[0][cause].drops + parts[1][cause].drops)
            #expect(total.devices == parts[0][cause].devices + parts[1][cause].devices)
            #expect(total.downtimeSeconds == parts[0][cause].downtimeSeconds + parts[1][cause].downtimeSeconds)
            #expect(total.perWindow == zip(parts[0][cause].perWindow, parts[1][cause].perWindow).map(+))
        }
        // d-1 was down for 20 minutes, and said goodbye in the evening; d-2 from seven to the day's end.
        #expect(parts[1].reduce(0) { $0 + $1.drops } == 3)
    }

    /// Of 1,001 devices of one hub 1,000 have a row of the whole day; the other hub's least has one on its own page.
    @Test func aSmallHubHasItsRowsWhereALargeOneFillsTheTable() {
        let large = (0...1000).map { number in
            "01:00:00 l-\(number) connect hub=a\n06:00:00 l-\(number) disconnect 404104 hub=a"
        }.joined(separator: "\n")
        let small = "01:00:00 s connect hub=b\n06:00:00 s disconnect 404104 hub=b\n06:02:00 s connect hub=b"
        let day = Self.diagnosis(large + "\n" + small)
        #expect(day.devices.count == 1000)
        #expect(!day.devices.contains { $0.hub == "b" })
        #expect(day.part(of: "b").devices.map(\.device) == ["s"])
        #expect(day.part(of: "a").devices.count == 1000)
    }
}
