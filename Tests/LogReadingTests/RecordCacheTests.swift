import Testing

@testable import LogReading

@Suite struct RecordCacheTests {
    /// 65,536 new records are judged together; 4,096 known ones among them are what makes remembering worth its memory.
    @Test(arguments: [(4_096, true), (4_095, false)])
    func newRecordsAreRememberedAsLongAsEnoughOldOnesReturn(known: Int64, isTaking: Bool) {
        var table = CacheTable(isTaking: true)
        for number in 1...65_536 as ClosedRange<UInt64> {
            table.remember(Hash128(low: number, high: number), client: 1, eventType: 1, hits: known)
        }
        #expect(table.isTaking == isTaking)
    }
}
