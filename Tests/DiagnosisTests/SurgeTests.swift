import Testing

@testable import Diagnosis

@Suite struct SurgeTests {
    /// A hundred minutes with four drops in every window of eight, and a minute that adds some at 50.
    ///
    /// The usual window has 4, its scatter is its root, 2: the threshold is 4 + 6 times 2, which is 16.
    private func found(adding extra: Int) -> [Surge] {
        var counts = (0..<100).map { $0 % 2 }
        counts[50] += extra
        return Surge.find(in: counts, atLeast: 5, AnalysisSettings())
    }

    @Test func aWindowAtTheThresholdIsNoSurgeAndOneMoreIs() {
        #expect(found(adding: 12) == [])
        #expect(found(adding: 13) == [Surge(minutes: 50..<51, usual: 4, threshold: 16)])
    }

    @Test func aCalmHubNeedsMoreThanTheLeastNumberOfDevices() {
        var counts = [Int](repeating: 0, count: 100)
        counts[50] = 5
        #expect(Surge.find(in: counts, atLeast: 5, AnalysisSettings()) == [])
        counts[50] = 6
        #expect(
            Surge.find(in: counts, atLeast: 5, AnalysisSettings()) == [
                Surge(minutes: 50..<51, usual: 0, threshold: 5)
            ])
    }

    @Test func twoSurgesThatTouchAreOne() {
        var counts = [Int](repeating: 0, count: 100)
        counts[40] = 10
        // The windows with minute 40 end at 48, where those with minute 55 begin.
        counts[55] = 10
        #expect(Surge.find(in: counts, atLeast: 5, AnalysisSettings()).map(\.minutes) == [40..<56])
        counts[55] = 0
        counts[56] = 10
        #expect(Surge.find(in: counts, atLeast: 5, AnalysisSettings()).map(\.minutes) == [40..<41, 56..<57])
    }
}
