import Foundation
import Testing

@testable import Diagnosis

@Suite struct SparedPlacesTests {
    /// Of the ways to choose twelve of thirty, C(30,12) = 86,493,225, those in one place of fifteen are C(15,12) = 455.
    ///
    /// Of thirteen with at most one of the others, C(15,12) * 15 + C(15,13) = 6,930 of C(30,13) = 119,759,850.
    @Test(arguments: [(12, 0, 86_493_225.0 / 455), (12, 1, 119_759_850.0 / 6_930)])
    func theOddsAreThoseOfFishersExactTest(hit: Int, elsewhere: Int, expected: Double) {
        let odds = SparedPlaces(fleet: 30, place: 15).odds(hit: hit, elsewhere: elsewhere)
        #expect(abs(odds - log(expected)) < 1e-9)
    }

    /// Six of ten of each half: the hub, however many there are.
    @Test(arguments: [1, 10, 100, 1000])
    func aFleetThatIsHitEvenlyIsNoPlace(times: Int) {
        let half = SparedPlaces(fleet: 20 * times, place: 10 * times)
        #expect(half.odds(hit: 6 * times, elsewhere: 6 * times) == 0)
    }

    /// The sum of C(8000,k) * C(12000,1500-k) up to k = 500, over C(20000,1500), in Python's whole numbers.
    @Test func manyDevicesHaveOddsOfTheirOwn() {
        let odds = SparedPlaces(fleet: 20_000, place: 12_000).odds(hit: 1_000, elsewhere: 500)
        #expect(abs(odds - 17.814_836_929_69) < 1e-6)
    }

    @Test func whereThereAreNoOthersNothingIsProved() {
        #expect(SparedPlaces(fleet: 12, place: 12).odds(hit: 12, elsewhere: 0) == 0)
    }

    @Test func thatAllOthersWereHitAsWellProvesNothing() {
        #expect(SparedPlaces(fleet: 20, place: 12).odds(hit: 12, elsewhere: 8) == 0)
    }

    /// More dropped than the place holds: of all twenty at least six are others.
    @Test func moreThanThePlaceHoldsIsCounted() {
        #expect(SparedPlaces(fleet: 20, place: 12).odds(hit: 12, elsewhere: 6) > 0)
    }
}
