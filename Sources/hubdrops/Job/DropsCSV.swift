import Diagnosis
import Model
import Rendering

/// Writes drops as CSV rows; the columns are fixed.
struct DropsCSV {
    static let columns = [
        "hub", "device", "module", "start", "end", "downtime_seconds", "cause", "confidence", "codes", "protocol", "sdk",
        "address", "connection_age_seconds", "incident",
    ]

    private let vocabulary: Vocabulary
    private var csv = CSVText()
    private let write: ([UInt8]) throws -> Void

    init(vocabulary: Vocabulary, write: @escaping ([UInt8]) throws -> Void) {
        self.vocabulary = vocabulary
        self.write = write
        csv.row(DropsCSV.columns)
    }

    mutating func add(_ drop: Drop, _ diagnosis: DayDiagnosis) throws {
        let device = vocabulary.devices[Int(drop.device)]
        let client = vocabulary.clients[Int(drop.client)]
        csv.field(vocabulary.text(drop.hub))
        csv.field(device.name)
        csv.field(device.module)
        csv.field(drop.start)
        csv.field(drop.end)
        csv.field(drop.downtimeSeconds)
        csv.field(drop.cause.rawValue)
        csv.field(drop.confidence.rawValue)
        csv.field(diagnosis.codeSets[Int(drop.codes)].filter { !$0.isEmpty }.joined(separator: "+"))
        csv.field(vocabulary.text(client.transport))
        csv.field(vocabulary.text(drop.sdk))
        csv.field(vocabulary.text(client.address))
        csv.field(drop.connectionAgeSeconds)
        csv.field(drop.incident == 0 ? "" : diagnosis.incidents[Int(drop.incident) - 1].key)
        csv.endRow()
        if csv.bytes.count >= 1 << 18 { try flush() }
    }

    mutating func flush() throws {
        try write(csv.bytes)
        csv.removeAll()
    }
}
