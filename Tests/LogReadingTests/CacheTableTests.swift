import Model
import Testing

@testable import LogReading

@Suite struct CacheTableTests {
    /// Whose table it is.
    private let interner = Interner(knowing: Vocabulary())

    /// Hashes of which one in 32 is of the sample, as a keyed hash's are.
    private func hashes(_ numbers: Range<UInt64>) -> [Hash128] {
        numbers.map { Hash128(low: $0, high: $0) }
    }

    private func pass(_ hashes: [Hash128], through table: inout CacheTable) {
        for hash in hashes {
            if table.view[hash].first != KeyedTable.free {
                table.count(known: hash)
            } else {
                table.remember(hash, client: 1, eventType: 1)
            }
        }
    }

    private func knows(_ hash: UInt64, _ table: borrowing CacheTable) -> Bool {
        table.view[Hash128(low: hash, high: hash)].first != KeyedTable.free
    }

    @Test func recordsThatNeverComeAgainAreNoLongerRemembered() {
        var table = CacheTable(interner.records, mayTake: true)
        pass(hashes(1..<300_000), through: &table)
        let (isTaking, knowsFirst) = (table.isTaking, knows(1, table))
        #expect(!isTaking && knowsFirst)
        // The sample goes on.
        pass(hashes(300_000..<300_033), through: &table)
        let (sampled, other) = (knows(300_032, table), knows(300_031, table))
        #expect(sampled && !other)
    }

    /// A fleet whose records come round again only after 600,000 others.
    @Test func recordsThatComeAgainAfterHundredsOfThousandsAreRememberedInTheEnd() {
        var table = CacheTable(interner.records, mayTake: true)
        for _ in 0..<3 { pass(hashes(1..<600_000), through: &table) }
        let (isTaking, first, last) = (table.isTaking, knows(1, table), knows(599_999, table))
        #expect(isTaking && first && last)
    }

    /// 8,192 records of the sample are judged together; of them one in 17 has to be known: 482 of 8,192, not 481.
    @Test(arguments: [(482, true), (481, false)])
    func oneKnownRecordForSixteenNewOnesIsEnough(known: Int, isTaking: Bool) {
        var table = CacheTable(interner.records, mayTake: true)
        table.count(knownInSample: known)
        pass((0..<UInt64(8_192 - known)).map { Hash128(low: $0 * 32, high: $0) }, through: &table)
        let found = table.isTaking
        #expect(found == isTaking)
    }

    @Test func theSampleStaysSmallHoweverMuchIsNew() {
        var table = CacheTable(interner.records, mayTake: true)
        pass(hashes(1..<300_000), through: &table)
        let before = table.sample
        pass((0..<UInt64(CacheTable.mostInSample)).map { Hash128(low: (1 << 40) + $0 * 32, high: $0) }, through: &table)
        let after = table.sample
        let (odd, even) = (Hash128(low: 32, high: 0), Hash128(low: 64, high: 0))
        #expect(before.contains(odd) && !after.contains(odd) && after.contains(even))
    }

    @Test func nothingIsRememberedWhereThatIsTurnedOff() {
        var table = CacheTable(interner.records, mayTake: false)
        pass(hashes(0..<100), through: &table)
        let (sampled, other) = (knows(0, table), knows(1, table))
        #expect(!sampled && !other)
    }
}
