import ArgumentParser

/// The form of what a command prints.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}

struct FormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The form of what is printed: text, or json with keys in snake case.", valueName: "form"))
    var format = OutputFormat.text

    var isJSON: Bool { format == .json }
}
