import ArgumentParser
import Diagnosis
import Nightly
import Settings

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what an error code means, whose fault it is, and what to do.")

    @Argument(help: "A code such as 404104. One that nobody documented is explained by its class.")
    var code: String

    @OptionGroup var configurationOptions: ConfigurationOptions

    func run() throws {
        try reportingFailures {
            let digits = code.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
            guard !digits || [3, 6].contains(code.utf8.count) else {
                throw Failure(.usage, "'\(code)' is no code; expected three or six digits, such as 404104, or a name")
            }
            let settings = try Configuration.load(configurationOptions)
            try Console.print(Catalogue(overrides: settings.catalogueOverrides).explain(code))
            return .done
        }
    }
}
