import ArgumentParser
import Diagnosis
import Nightly
import Settings

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an error code: what it means, whose fault it is, what to do.")

    @Argument(help: "A code such as 404104. An undocumented code is explained by its class. Default: list all codes.")
    var code: String?

    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            let settings = try Configuration.load(configurationOptions)
            let catalogue = Catalogue(overrides: settings.catalogueOverrides)
            guard let code else {
                if formatOptions.isJSON {
                    try Console.print(Console.json(catalogue.all.map(CodeFacts.init)))
                    return .done
                }
                try Console.print(
                    catalogue.all.map { "\($0.code)  \($0.name): \($0.headline)" }.joined(separator: "\n"))
                return .done
            }
            let digits = code.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
            guard !digits || [3, 6].contains(code.utf8.count) else {
                throw Failure(
                    .usage, "'\(code)' is not an error code; expected three or six digits, such as 404104, or a name")
            }
            try Console.print(
                formatOptions.isJSON
                    ? Console.json(CodeFacts(catalogue.entry(for: code))) : catalogue.explain(code))
            return .done
        }
    }
}

/// An entry of the catalogue, for programs.
private struct CodeFacts: Encodable {
    let code, name, headline, cause, transient: String
    let isKnown: Bool
    let faults, steps, otherSteps, links: [String]
    let ownAdvice, runbook: String?

    init(_ entry: CatalogueEntry) {
        code = entry.code
        name = entry.name
        headline = entry.headline
        cause = entry.cause
        transient = entry.transient
        isKnown = entry.isKnown
        faults = entry.faults.map(\.rawValue)
        steps = entry.resolution
        otherSteps = entry.otherSteps
        links = entry.references.map(\.address)
        ownAdvice = entry.ownAdvice
        runbook = entry.runbook
    }
}
