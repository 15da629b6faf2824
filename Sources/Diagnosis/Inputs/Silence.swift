package import Model

/// The operators' word that findings are known and need no telling, until a day that they name.
///
/// A silence takes a finding out of the actions and puts it in a list of its own; it never touches an alert, a number
/// or an incident.
package struct Silence: Sendable, Equatable {
    /// The key of one finding; nil where the patterns below choose.
    package var key: String?
    /// Nil for findings of every kind.
    package var kind: Finding.Kind?
    /// A pattern with `*` and `?`; nil for every hub.
    package var hub: String?
    /// A pattern that every device of the finding must fit; nil for any.
    package var device: String?
    /// Names that the pattern means although it does not fit them: pseudonyms of names that it fits.
    package var pseudonyms: Set<String> = []
    package var who: String
    package var why: String
    /// The last day on which the silence holds.
    package var until: CivilDate

    package init(
        key: String? = nil, kind: Finding.Kind? = nil, hub: String? = nil, device: String? = nil, who: String,
        why: String, until: CivilDate
    ) {
        self.key = key
        self.kind = kind
        self.hub = hub
        self.device = device
        self.who = who
        self.why = why
        self.until = until
    }

    package func isExpired(on day: CivilDate) -> Bool { until < day }

    /// Whether the silence means a finding.
    ///
    /// A device pattern has to fit all devices of the finding. One that names fewer than it counts cannot be proved
    /// to be of such devices only, and is not silenced unless every device fits.
    package func covers(_ finding: Finding) -> Bool {
        if let key, key != finding.key { return false }
        if let kind, kind != finding.kind { return false }
        if let hub, !Wildcard.matches(hub, finding.hub) { return false }
        guard let device, device != "*" else { return true }
        return !finding.devices.isEmpty && finding.deviceCount <= finding.devices.count
            && finding.devices.allSatisfy { pseudonyms.contains($0) || Wildcard.matches(device, $0) }
    }

    /// Whether the device pattern fits a name.
    package func fits(_ name: String) -> Bool {
        device.map { Wildcard.matches($0, name) } ?? true
    }
}

/// Patterns of `*`, any text, and `?`, any one character; everything else stands for itself, in its case.
enum Wildcard {
    /// Takes time in proportion to the product of both lengths at worst: it goes back to the latest star only.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.unicodeScalars)
        let text = Array(text.unicodeScalars)
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let latest = star {
                star = (latest.place, latest.position + 1)
                place = latest.place + 1
                position = latest.position + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
