package import Diagnosis

/// Something to do, with what it saves.
package struct Action: Sendable, Equatable, Codable {
    /// 1 for what saves most.
    package var rank: Int
    /// The finding it comes from.
    package var finding: String
    package var kind: Finding.Kind
    package var hub: String
    package var headline: String
    package var steps: [String]
    package var confidence: Confidence
    package var devices: [String]
    package var deviceCount: Int
    package var savesDrops: Int
    package var savesDowntimeSeconds: Int64
    package var codes: [String]
    package var runbook: String?
    /// Whose it most likely is, the likeliest first, as the catalogue of codes names it; nil where nobody can say.
    package var faults: [String]?
    /// Of the finding that it comes from.
    package var state: FindingState?
    package var since: String?
    /// All findings that it stands for.
    package var findings: [String]?
    package var urgency: Urgency = .recurring
    /// Of what is chronic: the devices that findings of the kind spoke of on each of the last 30 days, the day itself at
    /// the end; null where nothing is known.
    package var trend: [Int?]?

    /// Whether somebody has to look at it today: a guess about devices that are up waits.
    package var needsSomebody: Bool { urgency.isOpen && (confidence > .low || urgency < .news) }

    /// In the order of the list.
    package enum Urgency: String, Sendable, Codable, CaseIterable, Comparable {
        /// Nothing is known of a hub.
        case noRecords = "no-records"
        /// Devices that are down, or refused, as the data ends, and were not the day before.
        case downNow = "down-now"
        /// What the days before did not have, or had less of; incidents of the day that many devices felt.
        case news = "new"
        /// What comes back day after day, or has not been mended since.
        case recurring
        /// What has passed and left nothing to mend.
        case over
        /// The same as on the days before, for a week or longer.
        case chronic
        /// What may be worth a look.
        case hint

        package static func < (left: Urgency, right: Urgency) -> Bool { left.place < right.place }

        private var place: Int { Urgency.allCases.firstIndex(of: self) ?? 0 }

        /// Whether somebody has to look at it today.
        package var isOpen: Bool { self < .recurring }
    }
}

/// An incident with the words to hand on.
///
/// In JSON its text stands beside the fields of the incident.
@dynamicMemberLookup
package struct IncidentReport: Sendable, Equatable, Codable {
    package var incident: Incident
    /// Plain text for a ticket or a support request, all times in UTC.
    package var text: String

    init(_ incident: Incident) {
        self.incident = incident
        text = incident.ticketText
    }

    package subscript<Value>(dynamicMember path: KeyPath<Incident, Value>) -> Value { incident[keyPath: path] }

    private enum CodingKeys: String, CodingKey {
        case text
    }

    package init(from decoder: any Decoder) throws {
        incident = try Incident(from: decoder)
        text = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .text)
    }

    package func encode(to encoder: any Encoder) throws {
        try incident.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(text, forKey: .text)
    }
}

/// What is different from the days before.
package struct Changes: Sendable, Equatable, Codable {
    package struct Mark: Sendable, Equatable, Codable {
        package var hub: String
        package var device: String
        package var module: String
        /// In words and numbers.
        package var note: String
    }

    /// The days compared with, oldest first.
    package var days: [String]
    /// Devices that dropped today and on none of those days; absent where one of those days' lists was cut.
    package var newDevices: [Mark]?
    package var worse: [Mark]
    /// Down at the end of the day before, and back since.
    package var recovered: [Mark]
    /// Down since before the day began.
    package var longDown: [Mark]
    /// Codes that none of those days had.
    package var newCodes: [String]
    /// Codes that most of those days had and this one has not.
    package var vanishedCodes: [String]
}

/// What the catalogue says of a code.
package struct CodeAdvice: Sendable, Equatable, Codable {
    package struct Picture: Sendable, Equatable, Codable {
        package var when: String
        package var meaning: String
        package var action: String
    }

    package var code: String
    package var name: String
    package var headline: String
    package var cause: String
    package var shortAdvice = ""
    package var steps: [String]
    package var transient: String
    package var faults: [String]
    package var pictures: [Picture] = []
    package var link: String
    package var isKnown = true
    package var ownAdvice: String?
    package var runbook: String?
}

/// How the numbers came about.
package struct Method: Sendable, Equatable, Codable {
    package var thresholds: [ThresholdValue]
    /// Queries that anyone can run on the database, with what they answer.
    package var queries: [Query]

    package struct Query: Sendable, Equatable, Codable {
        package var title: String
        package var sql: String
    }
}
