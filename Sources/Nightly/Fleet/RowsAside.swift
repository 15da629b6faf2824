import Delivery
import Rendering

/// Rows of `drops.csv` of many hubs, put aside on disk until the file is written in the order of hubs.
struct RowsAside: Sendable {
    private struct Key: Hashable {
        let hub: String
        let areExpected: Bool
    }

    private let file: ScratchFile
    private var pieces: [Key: [ScratchFile.Piece]] = [:]

    init(in file: ScratchFile) { self.file = file }

    /// Takes rows of a hub, in their order.
    mutating func add(_ csv: [UInt8], of hub: String, areExpected: Bool) throws {
        pieces[Key(hub: hub, areExpected: areExpected), default: []].append(try file.put(csv))
    }

    /// Takes what somebody else has put aside in the same file; no two have rows of one hub.
    mutating func add(_ other: RowsAside) { pieces.merge(other.pieces) { $0 + $1 } }

    /// The rows of all hubs, in the order of their names.
    var rows: DropRows {
        DropRows { areExpected, take in
            var csv = CSVText()
            csv.row(DropsCSV.columns)
            try take(csv.bytes)
            for (key, own) in pieces.sorted(by: { $0.key.hub < $1.key.hub }) where key.areExpected == areExpected {
                for piece in own { try take(file.take(piece, as: UInt8.self)) }
            }
        }
    }
}
