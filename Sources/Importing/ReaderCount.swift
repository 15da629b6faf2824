import Foundation
import LogReading
import Store

/// How many threads read.
enum ReaderCount {
    /// With more of them the one writer is what the import waits for.
    private static let most = 4
    /// Fewer bytes beside those of the largest file are read before another thread has begun.
    static let worthAThread: Int64 = 4 << 20

    /// One for each processor, where there are files enough: one file has one reader.
    ///
    /// What comes from another machine waits for that. Standard input is known by the numbers of its words, which several
    /// readers would give in another order each time. These have one reader.
    static func of(
        _ sources: [LogSource], known ledger: Ledger, processors: Int = ProcessInfo.processInfo.activeProcessorCount
    ) -> Int {
        guard processors > 1, sources.count > 1, sources.allSatisfy({ $0.isRepeatable && !$0.isRemote }) else {
            return 1
        }
        var largest: Int64 = 0
        var rest: Int64 = 0
        var files = 0
        for source in sources {
            guard let size = source.size, size > 0 else { continue }
            if ledger.count > 0, let entry = ledger[source.identity], entry.size == size,
                entry.modified == source.modified
            {
                continue
            }
            files += 1
            rest += min(size, largest)
            largest = max(size, largest)
        }
        return rest < worthAThread ? 1 : min(processors, most, files)
    }
}
