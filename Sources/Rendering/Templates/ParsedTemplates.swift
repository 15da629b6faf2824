import Foundation
import Mustache

/// Templates, parsed when somebody first renders one that needs them: to parse all of them takes a third of a run that finds nothing
/// to do.
///
/// What changes is touched with the lock held.
final class ParsedTemplates: @unchecked Sendable {
    private let files: [String: String]
    private let lock = NSLock()
    private var templates: [String: MustacheTemplate] = [:]
    private var libraries: [String: MustacheLibrary] = [:]

    /// - Parameter files: the text of each template by the name of its file.
    init(_ files: [String: String]) {
        self.files = files
        for type in ReportContentType.allCases { MustacheContentTypes.register(type, named: type.rawValue) }
    }

    /// Throws where the template cannot be parsed.
    func parse(_ name: String) throws(TemplateError) {
        lock.lock()
        defer { lock.unlock() }
        _ = try template(name)
    }

    /// A template with all that it includes; without it where there is none.
    func library(for name: String) throws(TemplateError) -> MustacheLibrary {
        lock.lock()
        defer { lock.unlock() }
        if let known = libraries[name] { return known }
        var library = MustacheLibrary()
        for file in TemplateParts(files: files).names(reachedFrom: name) {
            if let template = try template(file) { library.register(template, named: file) }
        }
        libraries[name] = library
        return library
    }

    /// Partials lose the content type of the file that includes them, so every file brings its own.
    private func template(_ name: String) throws(TemplateError) -> MustacheTemplate? {
        if let known = templates[name] { return known }
        guard let text = files[name] else { return nil }
        var pragma = "{{% CONTENT_TYPE:" + ReportContentType(file: name).rawValue + "}}\n"
        if TemplateParts.isPlain(text) { pragma += "{{=<% %>=}}\n" }
        do {
            let template = try MustacheTemplate(string: pragma + text)
            templates[name] = template
            return template
        } catch let error as MustacheTemplate.ParserError {
            throw .invalid(file: name, line: error.context.lineNumber - 1, reason: "\(error.error)")
        } catch {
            throw .unreadable(file: name, reason: "\(error)")
        }
    }
}

/// Which templates include which.
struct TemplateParts {
    let files: [String: String]

    /// A template and all that it includes, each once; every template where one of them says in another way than `{{>NAME}}` what it
    /// includes.
    func names(reachedFrom name: String) -> [String] {
        var found = [name]
        var next = 0
        while next < found.count {
            for tag in TemplateTag.all(in: files[found[next]] ?? "") {
                guard !["=", "<", "*"].contains(where: tag.name.hasPrefix) else { return files.keys.sorted() }
                if tag.kind == .partial, !found.contains(tag.name) { found.append(tag.name) }
            }
            next += 1
        }
        return found
    }

    /// Whether a text, such as a style sheet, has no tags: the library measures the rest of it at each brace, unless tags begin with
    /// something else.
    static func isPlain(_ text: String) -> Bool { !text.contains("{{") && !text.contains("<%") }
}
