package import Diagnosis
package import Model
import Rendering

/// Writes drops as CSV rows; the columns are fixed.
package struct DropsCSV {
    package static let columns = [
        "hub", "device", "module", "start", "end", "downtime_seconds", "downtime_in_day_seconds", "cause",
        "confidence", "codes", "protocol", "sdk", "address", "connection_age_seconds", "incident",
    ]

    private let vocabulary: Vocabulary
    private var csv = CSVText()
    /// Name and module of devices, and texts, as far as they were met.
    private var devices: FieldsOnDemand
    private var texts: FieldsOnDemand
    /// Every cause with every confidence.
    private let judgements: PreparedFields
    private let codeSets: PreparedFields
    /// By the number that drops have; none comes first.
    private let incidents: PreparedFields

    /// For the drops of one day; begins with the names of the columns.
    package init(_ drops: DayDrops, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        devices = FieldsOnDemand(numbers: vocabulary.devices.count)
        texts = FieldsOnDemand(numbers: vocabulary.texts.count)
        var judgements = PreparedFields()
        for cause in Cause.allCases {
            for confidence in DropsCSV.confidences { judgements.append([cause.name, confidence.name]) }
        }
        self.judgements = judgements
        codeSets = PreparedFields(drops.codeSets.map { codes in codes.filter { !$0.isEmpty }.joined(separator: "+") })
        incidents = PreparedFields([""] + drops.incidents)
        csv.row(DropsCSV.columns)
    }

    private static let confidences = [Confidence.low, .medium, .high]

    package mutating func add(_ drops: [Drop]) {
        let vocabulary = vocabulary
        for drop in drops {
            let client = vocabulary.clients[Int(drop.client)]
            devices.prepare(drop.device) { [vocabulary.devices[$0].name, vocabulary.devices[$0].module] }
            texts.prepare(drop.hub) { [vocabulary.texts[$0]] }
            texts.prepare(client.transport) { [vocabulary.texts[$0]] }
            texts.prepare(drop.sdk) { [vocabulary.texts[$0]] }
            texts.prepare(client.address) { [vocabulary.texts[$0]] }
        }
        // Taken out of self while it grows, since a value that is read as a whole is copied when a part of it changes.
        var rows = CSVText()
        swap(&rows, &csv)
        for drop in drops { write(drop, to: &rows) }
        swap(&rows, &csv)
    }

    private func write(_ drop: Drop, to csv: inout CSVText) {
        let client = vocabulary.clients[Int(drop.client)]
        texts.write(drop.hub, to: &csv)
        devices.write(drop.device, to: &csv)
        csv.field(drop.start)
        csv.field(drop.end)
        csv.field(drop.downtimeSeconds)
        csv.field(drop.downtimeInDaySeconds)
        csv.fields(judgements, drop.cause.index * DropsCSV.confidences.count + drop.confidence.index)
        csv.fields(codeSets, Int(drop.codes))
        texts.write(client.transport, to: &csv)
        texts.write(drop.sdk, to: &csv)
        texts.write(client.address, to: &csv)
        csv.field(drop.connectionAgeSeconds)
        csv.fields(incidents, Int(drop.incident))
        csv.endRow()
    }

    /// The rows since the last call.
    package mutating func pour(into write: ([UInt8]) throws -> Void) rethrows {
        try write(csv.bytes)
        csv.removeAll()
    }
}

/// Fields of numbered words, each prepared when it is first met.
private struct FieldsOnDemand {
    private var fields = PreparedFields()
    /// The entry of each number.
    private var entries: [UInt32]

    init(numbers: Int) {
        entries = Array(repeating: .max, count: numbers)
    }

    mutating func prepare(_ number: UInt32, _ make: (Int) -> [String]) {
        guard entries[Int(number)] == .max else { return }
        entries[Int(number)] = UInt32(fields.count)
        fields.append(make(Int(number)))
    }

    func write(_ number: UInt32, to csv: inout CSVText) {
        csv.fields(fields, Int(entries[Int(number)]))
    }
}
