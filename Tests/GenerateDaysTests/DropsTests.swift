import Testing

@testable import generate_days

@Suite struct DropsTests {
    private let link = Link(software: 0, prefix: 1)

    @Test func aRefusalAndItsCloseAreOneDrop() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        let drop = line.begin(.tokenRenewal)
        line.disconnect(at: 1_000, .unauthorized, of: drop)
        line.disconnect(at: 1_020, .closedRemotely, of: drop)
        line.connect(at: 1_025, by: link)
        let found = drops(of: line.entries, labels: line.drops)
        #expect(found.map(\.codeText) == ["401003+404104"])
        #expect(found.map(\.start) == [1_000])
        #expect(found.map(\.end) == [1_025])
    }

    @Test func aDropWithoutAConnectStaysOpen() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        line.disconnect(at: 1_000, .closedRemotely, of: line.begin(.networkLoss))
        line.refuse(at: 1_010, .unauthorized, to: link)
        #expect(drops(of: line.entries, labels: line.drops).map(\.end) == [nil])
    }

    @Test func aTakeoverThatIsLoggedLateEndsWhenItIsLogged() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        line.connect(at: 1_000, by: link)
        line.disconnect(at: 1_001, .takeoverMQTT, of: line.begin(.duplicateIdentity, takenOver: 1_000))
        let found = drops(of: line.entries, labels: line.drops)
        #expect(found.map(\.start) == [1_001])
        #expect(found.map(\.end) == [1_001])
    }

    @Test func aConflictAfterTheReconnectBelongsToTheDropBefore() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        let drop = line.begin(.networkLoss)
        line.disconnect(at: 1_000, .closedRemotely, of: drop)
        line.connect(at: 1_004, by: link)
        line.disconnect(at: 1_005, .takeoverAMQP, of: drop)
        let found = drops(of: line.entries, labels: line.drops)
        #expect(found.map(\.codeText) == ["404104+409002"])
        #expect(found.map(\.end) == [1_004])
    }

    @Test(arguments: [(60, 1), (61, 2)])
    func twoDropsWhoseConnectWasLostAreOneWithinAMinute(gap: Int, expected: Int) {
        var line = ConnectionHistory(startsConnected: true, link: link)
        line.disconnect(at: 1_000, .closedRemotely, of: line.begin(.networkLoss))
        line.disconnect(at: 1_000 + gap, .none, of: line.begin(.cleanClose))
        line.connect(at: 2_000, by: link)
        let found = drops(of: line.entries, labels: line.drops)
        #expect(found.count == expected)
        #expect(found.allSatisfy { $0.end == 2_000 })
    }

    @Test func theCurveCountsSecondsOfConnection() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        line.disconnect(at: 6_030, .closedRemotely, of: line.begin(.networkLoss))
        line.connect(at: 6_135, by: link)
        var curve = ConnectedPerMinute(over: 6_000..<6_240)
        curve.add(line, over: 6_000..<6_240)
        #expect(curve.hundredths == [50, 0, 75, 100])
    }

    @Test func aTakeoverTakesNoDeviceOffTheCurve() {
        var line = ConnectionHistory(startsConnected: true, link: link)
        line.connect(at: 6_030, by: link)
        line.disconnect(at: 6_031, .takeoverMQTT, of: line.begin(.duplicateIdentity, takenOver: 6_030))
        var curve = ConnectedPerMinute(over: 6_000..<6_060)
        curve.add(line, over: 6_000..<6_060)
        #expect(curve.hundredths == [100])
    }
}
