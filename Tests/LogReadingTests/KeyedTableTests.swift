import Synchronization
import Testing
import Threads

@testable import LogReading

@Suite struct KeyedTableTests {
    private func hash(_ number: UInt64) -> Hash128 { Hash128(low: number, high: number &* 0x9e37_79b9_7f4a_7c15) }

    private let outgrown = OutgrownPlaces()

    @Test func whatWasStoredIsFoundHoweverMuchItGrewSince() {
        let table = KeyedTable(capacity: 4, outgrown)
        defer { table.end() }
        for number in 0..<1000 as Range<UInt64> { table.insert(hash(number), first: UInt32(number), second: 7) }
        #expect(table.count == 1000)
        #expect((0..<1000 as Range<UInt64>).allSatisfy { table.find(hash($0))?.first == UInt32($0) })
        #expect(table.find(hash(0))?.second == 7 && table.find(hash(1000)) == nil)
    }

    @Test func theFirstNumbersOfAHashStay() {
        let table = KeyedTable(outgrown)
        defer { table.end() }
        #expect(table.insert(hash(1), first: 1) && !table.insert(hash(1), first: 2))
        #expect(table.find(hash(1))?.first == 1 && table.count == 1)
    }

    /// Each thread looks for what it stores and for what the others store; what is found is never half written.
    @Test func severalThreadsStoreAndFindAtOnce() throws {
        let table = KeyedTable(capacity: 4, outgrown)
        defer { table.end() }
        let done = BoundedQueue<Bool>(capacity: 4)
        for thread in 0..<4 as Range<UInt64> {
            let reader = outgrown.enter()
            try OwnThread.start("table", stack: 512 << 10) { [outgrown] in
                var isRight = true
                var age = 0
                for round in 0..<20_000 as Range<UInt64> {
                    if round % 64 == 0 { outgrown.pass(reader, known: &age) }
                    let number = (round &* 7 &+ thread &* 5_003) % 20_000
                    table.insert(hash(number), first: UInt32(number), second: UInt32(number) ^ 0xffff)
                    guard let other = table.find(hash(round)) else { continue }
                    isRight = isRight && other.first == UInt32(round) && other.second == UInt32(round) ^ 0xffff
                }
                _ = done.send(isRight)
            }
        }
        #expect((0..<4).allSatisfy { _ in done.receive() == true })
        #expect(table.count == 20_000)
    }

    private final class Storing: Sendable {
        let table = Atomic<Int>(0)
    }

    /// Small tables, so that one is often looked at just where something is stored.
    @Test func whatIsNotThereIsNotFoundWhileOthersStore() throws {
        let tables = (0..<3000).map { _ in KeyedTable(capacity: 64, outgrown) }
        defer { for table in tables { table.end() } }
        let storing = Storing()
        let done = BoundedQueue<Bool>(capacity: 1)
        try OwnThread.start("table", stack: 512 << 10) {
            for index in tables.indices {
                storing.table.store(index, ordering: .relaxed)
                for number in 0..<45 as Range<UInt64> { tables[index].insert(hash(number), first: 1) }
            }
            storing.table.store(-1, ordering: .relaxed)
            _ = done.send(true)
        }
        var found = 0
        while true {
            let index = storing.table.load(ordering: .relaxed)
            guard index >= 0 else { break }
            for number in 1000..<1100 as Range<UInt64> where tables[index].find(hash(number)) != nil { found += 1 }
        }
        #expect(done.receive() == true)
        #expect(found == 0)
    }
}
