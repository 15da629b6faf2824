// swift-tools-version: 6.2
import PackageDescription

// Warnings fail the build where the code is changed (`make test` and the like set this), and nowhere else: a compiler that
// is newer than this code may warn of more.
let warnings: [SwiftSetting] = Context.environment["HUBDROPS_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
let careful: [SwiftSetting] =
    warnings + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
let strict = careful + [.strictMemorySafety()]
// What the fuzzers feed says which ways an input took; the tools of the build must not, for that brings a main of its own.
let isFuzzing = Context.environment["HUBDROPS_FUZZ"] != nil
let fed = strict + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// A room of the program.
///
/// Its dependencies are the only rooms it may look into: data flows one way.
func room(_ name: String, uses dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: fed, plugins: plugins)
}

func tests(of name: String, also dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name)] + dependencies,
        swiftSettings: careful
    )
}

let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "hubdrops",
    products: [
        .executable(name: "hubdrops", targets: ["hubdrops"]),
        .executable(name: "generate-days", targets: ["generate-days"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // mallopt of glibc, which Swift's own module of it leaves out.
        .systemLibrary(name: "CMalloc"),
        // A few lines of C, because Swift cannot call functions of a variable number of arguments (apt:
        // libcurl4-openssl-dev).
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // The same for a state that is too large for Swift (apt: libisal-dev).
        .target(name: "CIsal", linkerSettings: [.linkedLibrary("isal")]),

        room("Model"),
        room("SQLite", uses: ["CSQLite"]),
        room("LogReading", uses: ["Model", "Threads", "CIsal"]),
        room("Threads"),
        room("Store", uses: ["Model", "SQLite", "Threads"]),
        room("Importing", uses: ["Model", "LogReading", "Store", "Threads"]),
        room("Diagnosis", uses: ["Model", "Threads"], plugins: ["EmbedTexts"]),
        room("Inputs", uses: ["Model", "LogReading", "Diagnosis"]),
        room("Report", uses: ["Model", "Diagnosis"]),
        room("Rendering", uses: ["Model", "Report", mustache], plugins: ["EmbedTexts"]),
        room("HTTP", uses: ["Model", "CCurl"]),
        room("Azure", uses: ["Model", "LogReading", "HTTP", "Threads"]),
        room("ClickHouse", uses: ["Model", "LogReading", "Store", "Importing", "HTTP"]),
        room("Delivery", uses: ["Model", "HTTP", "Threads", "CCurl", "CZlib"]),
        room("Settings", uses: ["Model", "Diagnosis", yams]),
        room(
            "Nightly",
            uses: [
                "Model", "SQLite", "LogReading", "Store", "Threads", "Importing", "Diagnosis", "Inputs", "Report",
                "Rendering", "Delivery", "Settings", "Azure", "ClickHouse", "CMalloc",
            ],
            plugins: ["EmbedVersions"]),
        .executableTarget(
            name: "hubdrops",
            dependencies: [
                "Model", "LogReading", "Store", "Importing", "Diagnosis", "Report", "Rendering", "Delivery", "Settings",
                "Nightly", "Azure", "ClickHouse", argumentParser,
            ],
            swiftSettings: strict
        ),

        .executableTarget(name: "embed-texts", swiftSettings: strict),
        .plugin(name: "EmbedTexts", capability: .buildTool(), dependencies: ["embed-texts"]),

        .plugin(name: "EmbedVersions", capability: .buildTool()),

        // For developers: writes faithful days of logs with a labelled truth. It imports no room of the
        // product, so that a mistake in a rule cannot repeat itself in the days that check the rule.
        .executableTarget(name: "generate-days", dependencies: ["CZlib", argumentParser], swiftSettings: strict),

        // For developers: sends one mail as the product does, told by a file, for the check against real servers.
        .executableTarget(
            name: "mail-probe", dependencies: ["Delivery", "Model"], path: "Tests/mail/probe", swiftSettings: strict),

        // What must hold of every reader whatever it is given: for the fuzzers, and for the tests that replay their corpus.
        .target(
            name: "FuzzChecks",
            dependencies: ["Model", "LogReading", "Inputs", "Diagnosis", "Settings", "Azure", "Nightly"],
            path: "Fuzz/Checks", swiftSettings: fed),
        // A server for tests, on this machine.
        .target(name: "Loopback", path: "Tests/loopback/Loopback", swiftSettings: careful),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzChecks"], swiftSettings: careful),

        tests(of: "Model"),
        tests(of: "SQLite"),
        tests(of: "Threads"),
        tests(of: "LogReading", also: ["Model"]),
        tests(of: "Store", also: ["Model", "SQLite"]),
        tests(of: "Importing", also: ["Model", "LogReading", "Store"]),
        tests(of: "Diagnosis", also: ["Model"]),
        tests(of: "Inputs", also: ["Model", "LogReading", "Diagnosis"]),
        tests(of: "Report", also: ["Model", "Diagnosis"]),
        tests(of: "Rendering", also: ["Model", "Report", "Diagnosis"]),
        tests(of: "HTTP", also: ["Model", "Loopback"]),
        tests(of: "Azure", also: ["Model", "HTTP", "LogReading", "Loopback"]),
        tests(of: "ClickHouse", also: ["Model", "Store", "Importing", "LogReading", "Loopback"]),
        tests(of: "Delivery", also: ["Model", "HTTP", "Loopback"]),
        tests(of: "Settings", also: ["Model", "Diagnosis"]),
        tests(
            of: "Nightly",
            also: [
                "Model", "Store", "Importing", "Diagnosis", "Inputs", "Report", "Rendering", "Delivery", "Settings",
                "Azure",
            ]),
        .testTarget(name: "GenerateDaysTests", dependencies: ["generate-days"], swiftSettings: careful),
        .testTarget(
            name: "EndToEndTests", dependencies: ["hubdrops", "generate-days", "Loopback"],
            exclude: ["Fixtures"], swiftSettings: careful),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzzers' own program has no main of ours, so it is there only when asked for (`make fuzz`).
if isFuzzing {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzChecks"], path: "Fuzz/Harness",
            swiftSettings: careful + [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
}
