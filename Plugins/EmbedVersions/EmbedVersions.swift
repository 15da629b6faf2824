import Foundation
import PackagePlugin

/// Tells the binary which versions of other packages it was built with, for `hubdrops --version --verbose`.
@main struct EmbedVersions: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let versions = context.package.dependencies.map { dependency in
            let version =
                if case .repository(_, let display, _) = dependency.package.origin { display } else { "local" }
            return "    \"\(dependency.package.id)\": \"\(version)\","
        }.sorted()
        let text = (["let packageVersions: [String: String] = ["] + versions + ["]"]).joined(separator: "\n")
        let output = context.pluginWorkDirectoryURL.appending(path: "PackageVersions.swift")
        return [
            .buildCommand(
                displayName: "Embedding versions", executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", "printf '%s\\n' \"$1\" >\"$2\"", "sh", text, output.path], outputFiles: [output])
        ]
    }
}
