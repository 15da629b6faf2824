import Settings

func read(_ yaml: String, folder: String = "") throws(ConfigurationError) -> Configuration {
    try ConfigurationReader().read(Array(yaml.utf8), file: "hubdrops.yaml", folder: folder)
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
