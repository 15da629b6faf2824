package import Diagnosis
import Model

/// How a finding stands to the days before.
package enum FindingState: String, CaseIterable, Codable, Sendable {
    /// None of the days looked back at had it.
    case new
    /// A day before had it, and it has grown.
    case worse
    /// A day before had it.
    case known
    /// The day before had it, and this one has not.
    case recovered
    /// Somebody said in the file of silences that it needs no telling.
    case silenced
}

/// A finding with its state.
///
/// In JSON its fields stand beside those of the finding.
@dynamicMemberLookup
package struct FindingReport: Sendable, Equatable, Codable {
    package var finding: Finding
    /// Absent without a day to compare with.
    package var state: FindingState?
    /// The first day in a row, with at most a week between two, that had it: `2026-03-04`.
    package var since: String?
    /// The silence that covers it, also where it has become worse and is shown all the same.
    package var silence: SilenceMark?

    package init(_ finding: Finding, state: FindingState? = nil, since: String? = nil, silence: SilenceMark? = nil) {
        self.finding = finding
        self.state = state
        self.since = since
        self.silence = silence
    }

    package subscript<Value>(dynamicMember path: KeyPath<Finding, Value>) -> Value { finding[keyPath: path] }

    private enum CodingKeys: String, CodingKey {
        case state, since, silence
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        finding = try Finding(from: decoder)
        state = try fields.decodeIfPresent(FindingState.self, forKey: .state)
        since = try fields.decodeIfPresent(String.self, forKey: .since)
        silence = try fields.decodeIfPresent(SilenceMark.self, forKey: .silence)
    }

    package func encode(to encoder: any Encoder) throws {
        try finding.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(state, forKey: .state)
        try fields.encodeIfPresent(since, forKey: .since)
        try fields.encodeIfPresent(silence, forKey: .silence)
    }
}

/// Who silenced a finding, why, and until when.
package struct SilenceMark: Sendable, Equatable, Codable {
    package var who: String
    package var why: String
    /// The last day on which it holds.
    package var until: String

    init(_ silence: Silence) {
        who = silence.who
        why = silence.why
        until = silence.until.description
    }
}

/// One entry of the file of silences, and what it did on the day.
package struct SilenceReport: Sendable, Equatable, Codable {
    package var key: String?
    package var kind: Finding.Kind?
    package var hub: String?
    package var device: String?
    package var who: String
    package var why: String
    package var until: String
    package var isExpired: Bool
    /// Findings of the day that it covers; those of an expired one are shown.
    package var findings: Int
}

/// A finding that the day before had, and this day has not.
package struct RecoveredFinding: Sendable, Equatable, Codable {
    package var key: String
    package var kind: Finding.Kind
    package var hub: String
    /// As the day before said it.
    package var headline: String
    package var since: String
    package var lastSeen: String
}
