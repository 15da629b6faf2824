import Model

/// Drops that are not all in memory, in the order of reports: each slice is sorted by itself, and what they come to is merged.
extension DayDrops {
    /// A drop with its place among all.
    private struct Row: Sendable, BitwiseCopyable {
        /// The place of its hub, then the start.
        let moment: UInt64
        /// The place of its identity by name.
        let rank: UInt32
        let drop: Drop

        static func isBefore(_ left: Row, _ right: Row) -> Bool {
            (left.moment, left.rank) < (right.moment, right.rank)
        }
    }

    func forEachBatch(
        from aside: Aside, where isWanted: (Cause) -> Bool, _ take: ([Drop]) throws -> Void
    ) throws {
        var runs = try sortedRuns(aside, where: isWanted)
        var batch: [Drop] = []
        batch.reserveCapacity(DayDrops.batchSize)
        // Few enough that looking at each of them is no slower than a heap.
        while let least = try leastRun(&runs) {
            batch.append(runs[least].rows.removeLast().drop)
            if batch.count == DayDrops.batchSize {
                try take(batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty { try take(batch) }
    }

    /// The rows of a slice in their order, some of them in memory.
    private struct Run {
        /// The last piece comes next.
        var pieces: [Stored<Row>] = []
        /// The last row comes next.
        var rows: [Row] = []
    }

    private static let rowsInPiece = 1024

    private func sortedRuns(_ aside: Aside, where isWanted: (Cause) -> Bool) throws -> [Run] {
        let ranks = ranks { identities[$0].lastDrop > 0 }
        var places = Array(repeating: UInt64(0), count: hubs.count)
        for (place, hub) in hubs.indices.sorted(by: { hubs[$0].name < hubs[$1].name }).enumerated() {
            places[hub] = UInt64(place) << 32
        }
        var runs: [Run] = []
        try aside.slices.forEach(with: drops, order) { slice in
            var rows: [Row] = []
            for number in slice.identities {
                let hub = Int(identities[number].hub)
                for position in slice.positions(of: number) {
                    let record = slice[position]
                    guard evidence.day.contains(record.start), isWanted(record.cause) else { continue }
                    let end = evidence.knownEnd(of: record, before: slice.next(after: position), hub: hub)
                    rows.append(
                        Row(
                            moment: places[hub] | UInt64(record.start), rank: ranks[number],
                            drop: drop(record, until: end, hub: hub)))
                }
            }
            runs.append(try run(of: &rows, aside))
        }
        return runs
    }

    /// Puts rows aside in their order.
    private func run(of rows: inout [Row], _ aside: Aside) throws -> Run {
        // Those of one identity that start at one moment stay as they are: the sort keeps the order of equals.
        rows.sort(by: Row.isBefore)
        var run = Run()
        for first in stride(from: 0, to: rows.count, by: DayDrops.rowsInPiece) {
            let piece = rows[first..<min(first + DayDrops.rowsInPiece, rows.count)]
            run.pieces.append(try aside.slices.put(Array(piece.reversed())))
        }
        run.pieces.reverse()
        return run
    }

    /// The run whose next row comes first; nil at the end.
    private func leastRun(_ runs: inout [Run]) throws -> Int? {
        var least: Int?
        for number in runs.indices {
            if runs[number].rows.isEmpty, let piece = runs[number].pieces.popLast() { runs[number].rows = try piece() }
            guard let row = runs[number].rows.last else { continue }
            if let known = least.flatMap({ runs[$0].rows.last }), !Row.isBefore(row, known) { continue }
            least = number
        }
        return least
    }
}
