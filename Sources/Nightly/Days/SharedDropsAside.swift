import ClickHouse
import Delivery
import Diagnosis
import Model

/// The drops of a day for those who ask in SQL, put aside on disk until the day is written to ClickHouse.
struct SharedDropsAside: Sendable {
    private let file: ScratchFile
    private var pieces: [ScratchFile.Piece] = []

    init(in file: ScratchFile) { self.file = file }

    /// Takes the drops that somebody may want to act on.
    ///
    /// - Parameter words: those of the drops, with the names as they are.
    mutating func add(_ drops: DayDrops, _ words: Vocabulary) throws {
        let incidents = [""] + drops.incidents
        let codes = drops.codeSets.map { codes in codes.filter { !$0.isEmpty }.joined(separator: "+") }
        try drops.forEachBatch(where: { !$0.isExpected }) { batch in
            var rows = SharedDropRows()
            for drop in batch {
                rows.add(
                    SharedDrop(drop, words, codes: codes[Int(drop.codes)], incident: incidents[Int(drop.incident)]))
            }
            pieces.append(try file.put(rows.bytes))
        }
    }

    /// Takes what somebody else has put aside in the same file.
    mutating func add(_ other: SharedDropsAside) { pieces += other.pieces }

    func forEach(_ take: (SharedDropRows) throws -> Void) throws {
        for piece in pieces { try take(SharedDropRows(bytes: file.take(piece, as: UInt8.self))) }
    }
}

extension SharedDrop {
    /// As `DropsCSV` writes it.
    fileprivate init(_ drop: Drop, _ words: Vocabulary, codes: String, incident: String) {
        self.init()
        let client = words.clients[Int(drop.client)]
        hub = words.text(drop.hub)
        device = words.devices[Int(drop.device)]
        (start, end) = (drop.start, drop.end)
        downtimeSeconds = drop.downtimeSeconds
        downtimeInDaySeconds = drop.downtimeInDaySeconds
        (cause, confidence) = (drop.cause.name, drop.confidence.name)
        self.codes = codes
        transport = words.text(client.transport)
        sdk = words.text(drop.sdk)
        address = words.text(client.address)
        connectionAgeSeconds = drop.connectionAgeSeconds
        self.incident = incident
    }
}
