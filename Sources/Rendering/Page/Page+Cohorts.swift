import Model
import Report

extension Page {
    func cohorts() -> [String: Any] {
        ["cohorts": report.cohorts.map(cohort), "hasCohorts": !report.cohorts.isEmpty]
    }

    private func cohort(_ cohort: CohortReport) -> [String: Any] {
        [
            "dimension": Page.words(ofDimension: cohort.dimension), "value": cohort.value,
            "devices": Words.count(cohort.devices), "dropped": Words.count(cohort.devicesThatDropped),
            "share": Words.share(Double(cohort.devicesThatDropped) / Double(max(1, cohort.devices))),
            "drops": Page.rate(cohort.dropsPerDevice), "usualDrops": cohort.usualDropsPerDevice.map(Page.rate) ?? "–",
            "othersDrops": cohort.othersDropsPerDevice.map(Page.rate) ?? "–",
            "availability": cohort.availability.map(Words.availability) ?? "–",
            "usualAvailability": cohort.usualAvailability.map(Words.availability) ?? "–",
            "othersAvailability": cohort.othersAvailability.map(Words.availability) ?? "–",
            "isWorse": !cohort.worseThan.isEmpty,
            "worse": cohort.worseThan.isEmpty
                ? ""
                : "worse than " + Words.list(cohort.worseThan.map { $0 == .others ? "the others" : "usual" }),
        ]
    }

    /// `Site` of the tag `site`, `SDK` of `sdk`.
    static func words(ofDimension dimension: String) -> String {
        switch dimension {
        case "sdk": "SDK"
        case "protocol": "Protocol"
        case "authentication": "Authentication"
        default: "Tag " + dimension.dropFirst(dimension.hasPrefix("tag:") ? 4 : 0)
        }
    }

    /// Drops a device: two digits that say something.
    private static func rate(_ value: Double) -> String {
        value == 0 ? "0" : Words.decimals(value, value < 0.095 ? 3 : value < 9.95 ? 2 : 0)
    }
}
