import Yams

/// Reads `hubdrops.yaml`: walks its nodes, so that each mistake is known by line and column.
package struct ConfigurationReader {
    /// Most bytes of a configuration file.
    package static let mostBytes = 1 << 20
    /// Most aliases (`*name`): they multiply what they stand for.
    package static let mostAliases = 16

    package init() {}

    /// All keys in full, such as `mail.smtp.host`, in the order of the documentation.
    package static var keys: [String] { SettingsGroup.configuration.names }

    /// Reads the bytes of a file over a configuration of defaults; an empty file gives the defaults.
    ///
    /// - Parameters:
    ///   - file: the file as the operator named it, for messages.
    ///   - folder: the folder that relative paths start from; empty for the working directory.
    /// - Throws: all problems of the file, not only the first.
    package func read(
        _ bytes: [UInt8], file: String, folder: String = ""
    ) throws(ConfigurationError) -> Configuration {
        var visitor = YAMLVisitor(file: file, folder: folder)
        var configuration = Configuration()
        if let root = root(of: bytes, &visitor), !YAMLVisitor.isAbsent(root) {
            SettingsGroup.configuration.read(root, into: &configuration, &visitor)
        }
        guard visitor.problems.isEmpty else { throw ConfigurationError(visitor.problems) }
        return configuration
    }

    /// The one document of the file; nil where it is empty, or after reporting what is wrong.
    func root(of bytes: [UInt8], _ visitor: inout YAMLVisitor) -> Node? {
        guard bytes.count <= ConfigurationReader.mostBytes else {
            visitor.report("larger than \(ConfigurationReader.mostBytes) bytes", line: 0, column: 0)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            visitor.report("not UTF-8 text", line: 0, column: 0)
            return nil
        }
        guard aliases(in: bytes) <= ConfigurationReader.mostAliases else {
            visitor.report("more than \(ConfigurationReader.mostAliases) aliases (*name)", line: 0, column: 0)
            return nil
        }
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            report(error, in: text, &visitor)
        } catch {
            visitor.report("not YAML", line: 0, column: 0)
        }
        return nil
    }

    /// What looks like an alias: a star after white space or an opening or separating sign, before a name.
    private func aliases(in bytes: [UInt8]) -> Int {
        let before = Set(" \t\r\n[{,:?-".utf8)
        let after = Set(" \t\r\n*,]}".utf8)
        var count = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "*") {
            let follows = index == 0 || before.contains(bytes[index - 1])
            if follows, index + 1 < bytes.count, !after.contains(bytes[index + 1]) { count += 1 }
        }
        return count
    }

    private func report(_ error: YamlError, in text: String, _ visitor: inout YAMLVisitor) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(mark.line - 1).first
            let isTab = line?.prefix(mark.column).contains("\t") == true && problem.contains("cannot start any token")
            let message = isTab ? "this line is indented with a tab; use spaces" : "not YAML: \(problem)"
            visitor.report(message, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let names, let context):
            // Yams names them in no certain order, and the place of any one of them.
            let shown = names.sorted().prefix(5).map(quoted).joined(separator: ", ")
            let isOne = names.count == 1
            visitor.report(
                "key \(shown) appears more than once", line: isOne ? context.mark.line : 0,
                column: isOne ? context.mark.column : 0)
        case .reader(let problem, let offset, _, _):
            let before = text.unicodeScalars.prefix(offset ?? 0)
            let line = before.count(where: { $0 == "\n" }) + 1
            visitor.report("not YAML: \(problem)", line: line, column: 1)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            visitor.report("not YAML", line: 0, column: 0)
        }
    }
}
