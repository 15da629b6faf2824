import Model

/// Finds the names in templates that no context has: Mustache renders those as nothing, without a word.
struct TemplateCheck {
    let files: [String: String]

    /// Faults of a template and of what it includes, in the order of files and lines.
    ///
    /// - Parameter shape: of a context in which every list has an element.
    func faults(of name: String, shape: TemplateShape) -> [TemplateError] {
        guard files[name] != nil else { return [.unreadable(file: name, reason: "no such template")] }
        var faults: [TemplateError] = []
        var visited: Set<String> = []
        check(name, stack: [shape], visited: &visited, faults: &faults)
        return faults
    }

    private func check(
        _ name: String, stack: [TemplateShape], visited: inout Set<String>, faults: inout [TemplateError]
    ) {
        guard let text = files[name], visited.insert(name).inserted else { return }
        var stack = stack
        var open: [Bool] = []
        for tag in TemplateTag.all(in: text) {
            switch tag.kind {
            case .value:
                report(tag, in: name, stack: stack, to: &faults)
            case .unescaped:
                faults.append(.unescaped(file: name, line: tag.line, name: tag.name))
            case .section:
                report(tag, in: name, stack: stack, to: &faults)
                if let shape = find(tag.name, in: stack), !shape.names.isEmpty {
                    stack.append(shape)
                    open.append(true)
                } else {
                    open.append(false)
                }
            case .inverted:
                report(tag, in: name, stack: stack, to: &faults)
                open.append(false)
            case .close:
                if open.popLast() == true { stack.removeLast() }
            case .partial:
                if files[tag.name] == nil {
                    faults.append(.unknownPartial(file: name, line: tag.line, name: tag.name))
                }
                // A partial may be included in several places, with other names in reach each time.
                visited.remove(tag.name)
                if tag.name != name { check(tag.name, stack: stack, visited: &visited, faults: &faults) }
            }
        }
    }

    private func report(
        _ tag: TemplateTag, in file: String, stack: [TemplateShape], to faults: inout [TemplateError]
    ) {
        guard tag.name != ".", find(tag.name, in: stack) == nil else { return }
        let known = stack.flatMap(\.names.keys).sorted()
        let error = TemplateError.unknownName(
            file: file, line: tag.line, name: tag.name, suggestion: Suggestion.closest(to: tag.name, among: known))
        if !faults.contains(error) { faults.append(error) }
    }

    /// As Mustache looks a name up: from the innermost section outwards, then down the parts after each dot.
    private func find(_ name: String, in stack: [TemplateShape]) -> TemplateShape? {
        let parts = name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return stack.last }
        guard var shape = stack.reversed().lazy.compactMap({ $0.names[first] }).first else { return nil }
        for part in parts.dropFirst() {
            guard let next = shape.names[part] else { return nil }
            shape = next
        }
        return shape
    }
}
