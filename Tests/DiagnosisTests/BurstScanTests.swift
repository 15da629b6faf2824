import Model
import Testing

@testable import Diagnosis

@Suite struct BurstScanTests {
    private func candidate(_ device: UInt32, at second: DayMillis, isRestless: Bool = false) -> IncidentCandidate {
        IncidentCandidate(
            position: Int(device), start: second * 1000, unit: device, classes: CodeClasses(.closedRemotely),
            ofDevice: isRestless ? 9 : 1, isRestless: isRestless, spansMissing: false)
    }

    private func burst(_ candidates: [IncidentCandidate]) -> [Burst] {
        var scan = BurstScan(units: 100, settings: AnalysisSettings())
        let usual = UsualDrops(
            size: 50, hubSize: 50, drops: candidates.count, hubDrops: candidates.count, span: 86_400_000, groups: 1)
        return scan.bursts(
            among: candidates.indices.map(UInt32.init), 0..<candidates.count, candidates, usual,
            HubRhythm(candidates, from: 0, to: 86_400_000), BurstScan.Minimum(devices: 3, excess: 1))
    }

    /// Drops of one second come in the order in which they were read, which says nothing.
    @Test func aDropAtTheVeryEndIsOfTheBurstWhateverItsPlaceAmongEquals() {
        let before = (0..<20).map { candidate(UInt32($0), at: 40_000) }
        let after = (20..<30).map { candidate(UInt32($0), at: 40_100) }
        let restless = candidate(90, at: 40_100, isRestless: true)
        for candidates in [before + [restless] + after, before + after + [restless]] {
            #expect(burst(candidates).map(\.members) == [0...30])
        }
    }

    @Test func alsoAtItsBeginning() {
        let first = (0..<20).map { candidate(UInt32($0), at: 40_000) }
        let restless = candidate(90, at: 40_000, isRestless: true)
        for candidates in [[restless] + first, first + [restless]] {
            #expect(burst(candidates).map(\.members) == [0...20])
        }
    }

    @Test func aDropASecondLaterThatDoesNotCountIsNot() {
        let burst = burst(
            (0..<20).map { candidate(UInt32($0), at: 40_000) } + [candidate(90, at: 40_001, isRestless: true)])
        #expect(burst.map(\.members) == [0...19])
    }
}
