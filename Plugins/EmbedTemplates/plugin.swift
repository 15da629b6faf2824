import Foundation
import PackagePlugin

/// Turns every file under `Templates/` into a string of the binary, so that the binary needs no folder beside it.
@main struct EmbedTemplates: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Templates")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { name in [".html", ".md", ".txt", ".css"].contains(where: name.hasSuffix) }
            .sorted()
        let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInTemplates.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(names.count) templates",
                executable: try context.tool(named: "embed-templates").url,
                arguments: [folder.path, output.path] + names,
                inputFiles: names.map { folder.appending(path: $0) },
                outputFiles: [output])
        ]
    }
}
