import Model
import Testing

@testable import Diagnosis

/// Devices that moved between hubs which were judged apart: hub 1 lost device 7 at second 10,000.
@Suite struct MoveSearchTests {
    private func at(_ seconds: Int64?) -> Instant? { seconds.map { Instant(seconds: $0) } }

    private func arrival(first: Int64?, returned: Int64? = nil, device: DeviceID = 7, isCarried: Bool = false)
        -> (TextID) -> HubTraffic.Arrival
    {
        { HubTraffic.Arrival(hub: $0, device: device, isCarried: isCarried, first: at(first), returned: at(returned)) }
    }

    private func move(heard: Int64 = 10_000, _ arrivals: [TextID: (TextID) -> HubTraffic.Arrival]) -> DeviceMove? {
        var search = MoveSearch()
        search.add([
            HubTraffic.Departure(hub: 1, device: 7, lost: Instant(seconds: 10_000), heard: Instant(seconds: heard))
        ])
        for (hub, arrival) in arrivals { search.add([arrival(hub)]) }
        return search.moves { "hub-\($0)" }[1]?[Identity(hub: 1, device: 7)]
    }

    @Test(arguments: [(10_900, true), (10_901, false), (8_200, true), (8_199, false)])
    func aMoveTakesMinutes(first: Int64, isMove: Bool) {
        #expect((move([2: arrival(first: first)]) != nil) == isMove)
    }

    @Test func itSaysWhereToAndWhen() {
        #expect(move([2: arrival(first: 10_060)]) == DeviceMove(hub: "hub-2", moment: Instant(seconds: 10_060)))
    }

    @Test func aReturnAfterALongAbsenceIsAnArrival() {
        #expect(move([2: arrival(first: 5, returned: 10_060)])?.moment == Instant(seconds: 10_060))
        #expect(move([2: arrival(first: nil)]) == nil, "it was there when the data began")
    }

    @Test func whatTheOldHubHearsForLongAfterwardsIsThere() {
        #expect(move(heard: 10_961, [2: arrival(first: 10_060)]) == nil)
        #expect(move(heard: 10_960, [2: arrival(first: 10_060)]) != nil)
    }

    @Test func nothingMovesToWhereItIsAndNoOtherDeviceMovesForIt() {
        #expect(move([1: arrival(first: 10_060)]) == nil)
        #expect(move([2: arrival(first: 10_060, device: 8)]) == nil)
    }

    @Test func ofSeveralHubsItIsTheOneThatItCameToLast() {
        #expect(move([2: arrival(first: 10_100), 3: arrival(first: 10_060)])?.hub == "hub-2")
        #expect(move([2: arrival(first: 9_000, isCarried: true), 3: arrival(first: 10_060)])?.hub == "hub-3")
    }
}
