import Settings

let thresholds = [
    ThresholdDefinition(name: "drop-gap", unit: .seconds, range: 1...600),
    ThresholdDefinition(name: "flapping-drops", unit: .count, range: 2...1000),
    ThresholdDefinition(name: "storm-share", unit: .percent, range: 1...100),
    ThresholdDefinition(name: "times-usual", unit: .number, range: 1...50),
]

func read(_ yaml: String, folder: String = "") throws(ConfigurationError) -> Configuration {
    let reader = ConfigurationReader(thresholds: thresholds)
    return try reader.read(Array(yaml.utf8), file: "hubdrops.yaml", folder: folder)
}

/// The messages for a file, in order; empty where it is right.
func problems(_ yaml: String) -> [String] {
    do throws(ConfigurationError) {
        _ = try read(yaml)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}
