import Foundation
import PackagePlugin

/// Turns files of the repository into strings of the binary, so that the binary needs no folder beside it.
@main struct EmbedTexts: BuildToolPlugin {
    /// What each room has of which folder, by the name of the Swift type that holds it.
    private static let folders: [String: [(type: String, folder: String, isWanted: @Sendable (String) -> Bool)]] = [
        "Diagnosis": [("CataloguePages", "docs/codes", { $0.hasSuffix(".md") })],
        "Rendering": [
            ("BuiltInTemplates", "Templates", { [".html", ".md", ".txt", ".css"].contains(where: $0.hasSuffix) }),
            ("TemplateReference", "docs", { $0 == "templates.md" }),
        ],
    ]

    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        try (Self.folders[target.name] ?? []).map { type, name, isWanted in
            let folder = context.package.directoryURL.appending(path: name)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter(isWanted).sorted()
            let output = context.pluginWorkDirectoryURL.appending(path: type + ".swift")
            return .buildCommand(
                displayName: "Embedding \(names.count) files of \(name)",
                executable: try context.tool(named: "embed-texts").url,
                arguments: [type, folder.path, output.path] + names,
                inputFiles: names.map { folder.appending(path: $0) },
                outputFiles: [output])
        }
    }
}
