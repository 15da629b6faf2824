import Diagnosis
import Inputs
import LogReading
import Model
import Settings

/// A reader of bytes that come from elsewhere, with what must hold whatever the bytes are.
package enum ReaderUnderTest: String, CaseIterable, Sendable {
    case jsonLines = "json-lines"
    case csv
    case queryResult = "query-result"
    case gzip
    case wrapped
    case avro
    case neighbors
    case registry
    case metrics
    case health
    case connectionEvents = "connection-events"
    case configuration
    case silences
    case blobList = "blob-list"
    case unit

    /// Reads the bytes in every way the product may, and compares.
    ///
    /// - Returns: one sentence for each thing that does not hold; none when all is well. What traps does not return.
    package func faults(of bytes: [UInt8]) -> [String] {
        switch self {
        case .jsonLines, .csv, .queryResult, .gzip, .wrapped, .avro: LogChecks.faults(of: bytes)
        case .neighbors: NeighborChecks.faults(of: bytes)
        case .registry:
            InputChecks.faults(of: bytes) { source throws(InputError) in try RegistryReader().read(source).summary }
        case .metrics:
            InputChecks.faults(of: bytes) { source throws(InputError) in try MetricReader().read(source).summary }
        case .health:
            InputChecks.faults(of: bytes) { source throws(InputError) in try HealthReader().read(source).summary }
        case .connectionEvents:
            InputChecks.faults(of: bytes) { source throws(InputError) in
                try ConnectionEventReader().read(source).summary
            }
        case .blobList: BlobListChecks.faults(of: bytes)
        case .unit: UnitChecks.faults(of: bytes)
        case .configuration:
            ConfigurationChecks.faults { () throws(ConfigurationError) in
                _ = try ConfigurationReader().read(bytes, file: "fuzz.yaml")
            }
        case .silences:
            ConfigurationChecks.faults { () throws(ConfigurationError) in
                _ = try SilenceReader().read(bytes, file: "fuzz.yaml")
            }
        }
    }
}

/// Optional inputs: read twice, the same twice, and no text of the file in what is said of it.
enum InputChecks {
    static func faults(
        of bytes: [UInt8], _ read: (LogSource) throws(InputError) -> InputSummary
    ) -> [String] {
        let source = LogSource(name: "fuzz", bytes: bytes)
        let first = Result { () throws(InputError) in try read(source) }
        let second = Result { () throws(InputError) in try read(source) }
        var faults: [String] = []
        if first != second { faults.append("a second reading gives something else") }
        guard case .success(let summary) = first else { return faults }
        if summary.problems.count > InputSummary.mostProblems { faults.append("more problems kept than the bound") }
        if summary.problems.count > summary.bad { faults.append("more problems kept than counted") }
        if summary.entries < 0 || summary.others < 0 { faults.append("a count below zero") }
        return faults
    }
}

/// What the operator writes by hand: the same twice, and never refused without a word.
enum ConfigurationChecks {
    static func faults(_ read: () throws(ConfigurationError) -> Void) -> [String] {
        func problem() -> String? {
            do throws(ConfigurationError) { try read() } catch { return error.description }
            return nil
        }
        let said = problem()
        var faults: [String] = []
        let saidAgain = problem()
        if said != saidAgain { faults.append("first: \(said ?? "good"); then: \(saidAgain ?? "good")") }
        if let said, said.isEmpty { faults.append("refused without a word") }
        return faults
    }
}
