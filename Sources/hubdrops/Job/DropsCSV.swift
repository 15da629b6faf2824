import Diagnosis
import Model
import Rendering

/// Writes drops as CSV rows; the columns are fixed.
struct DropsCSV {
    static let columns = [
        "hub", "device", "module", "start", "end", "downtime_seconds", "cause", "confidence", "codes", "protocol", "sdk",
        "address", "connection_age_seconds", "incident",
    ]

    private static let pieceSize = 1 << 18
    /// Most texts of the vocabulary that are kept as they are written.
    private static let mostTexts = 1 << 16

    private let vocabulary: Vocabulary
    private var csv = CSVText(capacity: pieceSize + pieceSize / 16)
    private let write: ([UInt8]) throws -> Void
    private let causes = Cause.allCases.map { CSVText.Prepared($0.rawValue) }
    private let low = CSVText.Prepared(Confidence.low.rawValue)
    private let medium = CSVText.Prepared(Confidence.medium.rawValue)
    private let high = CSVText.Prepared(Confidence.high.rawValue)
    private let empty = CSVText.Prepared("")
    private var texts: [CSVText.Prepared?]
    private var codeSets: [CSVText.Prepared] = []
    /// By the number that drops have; none comes first.
    private var incidents: [CSVText.Prepared] = []

    /// For the drops of one day.
    init(vocabulary: Vocabulary, write: @escaping ([UInt8]) throws -> Void) {
        self.vocabulary = vocabulary
        self.write = write
        texts = Array(repeating: nil, count: min(vocabulary.texts.count, DropsCSV.mostTexts))
        csv.row(DropsCSV.columns)
    }

    mutating func add(_ drop: Drop, _ diagnosis: DayDiagnosis) throws {
        if incidents.isEmpty { prepare(diagnosis) }
        let client = vocabulary.clients[Int(drop.client)]
        field(drop.hub)
        csv.field(vocabulary.devices[Int(drop.device)].name)
        csv.field(vocabulary.devices[Int(drop.device)].module)
        csv.field(drop.start)
        csv.field(drop.end)
        csv.field(drop.downtimeSeconds)
        csv.field(causes[drop.cause.index])
        switch drop.confidence {
        case .low: csv.field(low)
        case .medium: csv.field(medium)
        case .high: csv.field(high)
        }
        csv.field(codeSets[Int(drop.codes)])
        field(client.transport)
        field(drop.sdk)
        field(client.address)
        csv.field(drop.connectionAgeSeconds)
        csv.field(incidents[Int(drop.incident)])
        csv.endRow()
        if csv.bytes.count >= DropsCSV.pieceSize { try flush() }
    }

    private mutating func prepare(_ diagnosis: DayDiagnosis) {
        codeSets = diagnosis.codeSets.map { codes in
            CSVText.Prepared(codes.filter { !$0.isEmpty }.joined(separator: "+"))
        }
        incidents = [empty] + diagnosis.incidents.map { CSVText.Prepared($0.key) }
    }

    private mutating func field(_ text: TextID) {
        let number = Int(text)
        guard number < texts.count else {
            csv.field(vocabulary.text(text))
            return
        }
        if let known = texts[number] {
            csv.field(known)
        } else {
            let prepared = CSVText.Prepared(vocabulary.texts[number])
            texts[number] = prepared
            csv.field(prepared)
        }
    }

    mutating func flush() throws {
        try write(csv.bytes)
        csv.removeAll()
    }
}
