import Delivery
import SQLite

/// The version of the program, as `--version` and every report say it.
package enum Version {
    package static let text = "0.2.0"

    /// The version and the licence of every part that the program is made of or runs with, a line each.
    package static var parts: String {
        let parts = [
            ("hubdrops", text, "MIT"),
            ("swift-argument-parser", packageVersions["swift-argument-parser"], apache),
            ("swift-mustache", packageVersions["swift-mustache"], "Apache-2.0"),
            ("Yams, with LibYAML", packageVersions["yams"], "MIT"),
            ("Swift runtime, Foundation", swift, apache),
            ("SQLite", Connection.libraryVersion, "public domain"),
            ("zlib", Libraries.zlib, "Zlib"),
            ("libcurl", Libraries.curl, "curl"),
        ]
        let width = parts.map(\.0.count).max() ?? 0
        return parts.map { name, version, licence in
            let padding = String(repeating: " ", count: width - name.count + 2)
            let version = version ?? "unknown"
            return name + padding + version + String(repeating: " ", count: max(2, 10 - version.count)) + licence
        }.joined(separator: "\n")
    }

    private static let apache = "Apache-2.0 WITH Swift-exception"

    /// The compiler that built the program, and whose runtime is linked into it.
    private static var swift: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
