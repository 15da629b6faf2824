import Foundation
import Mustache

/// The templates of the program, some of them perhaps replaced by files of the operator.
struct TemplateSet: Sendable {
    /// The text of each template by the name of its file, such as `report.html`.
    let files: [String: String]
    private let library: MustacheLibrary

    /// Loads the built-in templates, and over them the files of the same name in a folder.
    init(folder: String?) throws(TemplateError) {
        var files: [String: String] = [:]
        for (name, text) in BuiltInTemplates.files { files[name] = text }
        if let folder {
            for name in try TemplateSet.names(in: folder) {
                let path = folder + "/" + name
                do {
                    files[name] = try String(contentsOfFile: path, encoding: .utf8)
                } catch {
                    throw .unreadable(file: path, reason: "\(error.localizedDescription)")
                }
            }
        }
        self.files = files
        library = try TemplateSet.library(of: files)
    }

    func render(_ name: String, context: [String: Any]) throws(TemplateError) -> String {
        guard let text = library.render(context, withTemplate: name) else {
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

    /// Partials lose the content type of the file that includes them, so every file brings its own.
    private static func library(of files: [String: String]) throws(TemplateError) -> MustacheLibrary {
        for type in ReportContentType.allCases { MustacheContentTypes.register(type, named: type.rawValue) }
        var library = MustacheLibrary()
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            do {
                var pragma = "{{% CONTENT_TYPE:" + ReportContentType(file: name).rawValue + "}}\n"
                if isPlain(text) { pragma += "{{=<% %>=}}\n" }
                library.register(try MustacheTemplate(string: pragma + text), named: name)
            } catch let error as MustacheTemplate.ParserError {
                throw .invalid(file: name, line: error.context.lineNumber - 1, reason: "\(error.error)")
            } catch {
                throw .unreadable(file: name, reason: "\(error)")
            }
        }
        return library
    }

    /// Whether a text, such as a style sheet, has no tags: the library measures the rest of it at each brace, unless tags begin with
    /// something else.
    private static func isPlain(_ text: String) -> Bool { !text.contains("{{") && !text.contains("<%") }
}
