import Diagnosis
import Model

/// The rows of `drops.csv`, piece by piece, wherever they come from: the drops of this process, or units of a fleet.
struct DropRows: Sendable {
    /// The rows of the drops that are expected, or of the others, after the names of the columns.
    private let forEach: @Sendable (_ areExpected: Bool, _ take: ([UInt8]) throws -> Void) throws -> Void

    init(_ forEach: @escaping @Sendable (_ areExpected: Bool, _ take: ([UInt8]) throws -> Void) throws -> Void) {
        self.forEach = forEach
    }

    /// Of drops in memory.
    init(_ drops: DayDrops, _ vocabulary: Vocabulary) {
        self.init { areExpected, take in
            var csv = DropsCSV(drops, vocabulary: vocabulary)
            try drops.forEachBatch(where: { $0.isExpected == areExpected }) { batch in
                csv.add(batch)
                try csv.pour(into: take)
            }
            try csv.pour(into: take)
        }
    }

    func write(areExpected: Bool, _ take: ([UInt8]) throws -> Void) throws { try forEach(areExpected, take) }
}
