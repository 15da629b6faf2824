/// A template that cannot be used, by file and line.
package enum TemplateError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case invalid(file: String, line: Int, reason: String)
    case unknownName(file: String, line: Int, name: String, suggestion: String?)
    case unknownPartial(file: String, line: Int, name: String)
    case unescaped(file: String, line: Int, name: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .invalid(let file, let line, let reason): "\(file):\(line): \(reason)"
        case .unknownName(let file, let line, let name, let suggestion):
            "\(file):\(line): unknown name '\(name)' in a template"
                + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
        case .unknownPartial(let file, let line, let name):
            "\(file):\(line): no template named '\(name)' to include"
        case .unescaped(let file, let line, let name):
            "\(file):\(line): '\(name)' would be written without escaping; use two braces"
        }
    }
}
