import Foundation
import Mustache

/// The templates of the program, some of them perhaps replaced by files of the operator.
struct TemplateSet: Sendable {
    /// The text of each template by the name of its file, such as `report.html`.
    let files: [String: String]
    private let parsed: ParsedTemplates

    /// Loads the built-in templates, and over them the files of the same name in a folder.
    init(folder: String?) throws(TemplateError) {
        var files: [String: String] = [:]
        for (name, text) in BuiltInTemplates.files { files[name] = text }
        var own: [String] = []
        if let folder {
            own = try TemplateSet.names(in: folder)
            for name in own {
                let path = folder + "/" + name
                do {
                    files[name] = try String(contentsOfFile: path, encoding: .utf8)
                } catch {
                    throw .unreadable(file: path, reason: "\(error.localizedDescription)")
                }
            }
        }
        self.files = files
        parsed = ParsedTemplates(files)
        // What is wrong with the operator's is said before anything is rendered.
        for name in own { try parsed.parse(name) }
    }

    /// Parses some now that are rendered later, with what they include.
    func prepare(_ names: [String]) throws(TemplateError) {
        for name in names { _ = try parsed.library(for: name) }
    }

    func render(_ name: String, context: [String: Any]) throws(TemplateError) -> String {
        guard let text = try parsed.library(for: name).render(context, withTemplate: name) else {
            throw .unreadable(file: name, reason: "no such template")
        }
        // What goes into a ticket is edited and searched there by other programs.
        let isPage = name.hasSuffix(".html") && !name.hasPrefix("ticket-")
        return isPage ? UnbrokenNumbers.html(text) : text
    }

    private static func names(in folder: String) throws(TemplateError) -> [String] {
        do {
            return try FileManager.default.subpathsOfDirectory(atPath: folder)
                .filter { name in [".html", ".md", ".txt", ".css"].contains(where: name.hasSuffix) }
                .sorted()
        } catch {
            throw .unreadable(file: folder, reason: "not a folder, or it cannot be listed")
        }
    }
}
