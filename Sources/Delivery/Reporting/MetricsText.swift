package import Model

/// Numbers about a run, in the text format that Prometheus's node exporter collects from a folder.
///
/// The format is that of prometheus.io, "Exposition formats"; without timestamps, which the collector refuses.
/// Families and samples stand in the order of their addition, so that the same run gives the same bytes.
package struct MetricsText: Sendable {
    private struct Family {
        let name: String
        let help: String
        var samples: [String] = []
    }

    private var families: [Family] = []

    package init() {}

    /// Adds one gauge.
    ///
    /// Samples of one name that are added apart still stand together, as the format demands.
    ///
    /// A name or label with other characters than letters, digits and `_` has them replaced by `_`; a value that is
    /// not a number is left out rather than shown as 0.
    package mutating func add(
        _ name: String, _ value: Double, labels: [(name: String, value: String)] = [], help: String
    ) {
        if value.isNaN { return }
        let name = MetricsText.identifier(name)
        let list = labels.map { "\(MetricsText.identifier($0.name))=\"\(MetricsText.escaped($0.value))\"" }
        let place = list.isEmpty ? "" : "{" + list.joined(separator: ",") + "}"
        let sample = "\(name)\(place) \(MetricsText.number(value))"
        if let index = families.firstIndex(where: { $0.name == name }) {
            families[index].samples.append(sample)
        } else {
            families.append(Family(name: name, help: help, samples: [sample]))
        }
    }

    /// Adds a moment, in seconds since 1970.
    package mutating func add(
        _ name: String, _ moment: Instant, labels: [(name: String, value: String)] = [], help: String
    ) {
        add(name, Double(moment.seconds), labels: labels, help: help)
    }

    /// Takes over families that this text does not have from an earlier one: what a run did not find out is still
    /// as the latest run that did found it.
    package mutating func carry(_ names: [String], from earlier: String) {
        var found: [Family] = []
        for line in earlier.split(separator: "\n").map(String.init) {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            if words.count == 4, words[0] == "#", words[1] == "HELP" {
                found.append(Family(name: words[2], help: words[3]))
            } else if !line.hasPrefix("#"), let family = found.last,
                line.hasPrefix(family.name + " ") || line.hasPrefix(family.name + "{")
            {
                found[found.count - 1].samples.append(line)
            }
        }
        let present = Set(families.map(\.name))
        families += found.filter { names.contains($0.name) && !present.contains($0.name) && !$0.samples.isEmpty }
    }

    /// The whole text; ends with a line feed.
    package var text: String {
        families.map { family in
            let help = family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            return "# HELP \(family.name) \(help)\n# TYPE \(family.name) gauge\n"
                + family.samples.joined(separator: "\n") + "\n"
        }.joined()
    }

    /// Writes the file in one step, readable for everyone: the collector runs as another user.
    package func write(toFile path: String) throws(DeliveryError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        // The folder is shared with others: what a killed run left of this file goes, and nothing else.
        OutputFolder.sweep(folder, of: name)
        var file = try AtomicFile(folder: folder, name: name, isForEveryone: true)
        try file.append(text)
        try file.commit()
    }

    private static func identifier(_ name: String) -> String {
        let bytes = name.utf8.map { isAlphanumeric($0) ? $0 : UInt8(ascii: "_") }
        let first = bytes.first ?? UInt8(ascii: "_")
        let prefix = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9") || bytes.isEmpty ? "_" : ""
        return prefix + String(decoding: bytes, as: UTF8.self)
    }

    /// Backslash, quote and line feed as the format has them; a value of at most 200 characters.
    private static func escaped(_ value: String) -> String {
        plainLine(value, longest: 200).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static func number(_ value: Double) -> String {
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return String(value)
    }
}
