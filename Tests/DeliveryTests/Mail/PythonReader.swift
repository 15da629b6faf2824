import Foundation
import Testing

@testable import Delivery

/// What Python's email package reads in a message, with `policy.default`; a second opinion, not our own.
struct PythonReader: Decodable {
    struct Part: Decodable {
        let type: String
        let filename: String?
        /// The text of a text part, or the SHA-256 of any other.
        let content: String
    }

    let defects: [String]
    let headers: [[String]]
    let parts: [Part]
    let structure: String

    func header(_ name: String) -> [String] {
        headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }

    static func read(_ message: [UInt8]) throws -> PythonReader {
        try #require(try read([message]).first)
    }

    /// One Python for all: its start takes longer than its work.
    static func read(_ messages: [[UInt8]]) throws -> [PythonReader] {
        let folder = try TemporaryFolder()
        var places: [String] = []
        for (index, message) in messages.enumerated() {
            places.append("\(folder.path)/\(index).eml")
            try Data(message).write(to: URL(fileURLWithPath: places[index]))
        }
        var process = ChildProcess(words: ["/usr/bin/python3", "-c", script] + places)
        process.longestOutput = 4_000_000
        let (end, output) = process.run()
        guard end == .exited(0) else { throw Failure(text: output) }
        return try JSONDecoder().decode([PythonReader].self, from: Data(output.utf8))
    }

    struct Failure: Error {
        let text: String
    }

    private static let script = """
        import email, email.policy, hashlib, json, sys
        def shape(part):
            inner = [shape(p) for p in part.iter_parts()] if part.is_multipart() else []
            return part.get_content_type() + ('(' + ' '.join(inner) + ')' if inner else '')
        def reading(path):
            message = email.message_from_binary_file(open(path, 'rb'), policy=email.policy.default)
            defects, headers, parts = [], [], []
            for part in message.walk():
                defects += [repr(d) for d in part.defects]
                for name, value in part.items():
                    defects += [name + ': ' + repr(d) for d in value.defects]
                if not part.is_multipart():
                    content = part.get_content()
                    if not isinstance(content, str):
                        content = hashlib.sha256(content).hexdigest()
                    parts.append({'type': part.get_content_type(), 'filename': part.get_filename(), 'content': content})
            for name, value in message.items():
                headers.append([name, str(value)])
            return {'defects': defects, 'headers': headers, 'parts': parts, 'structure': shape(message)}
        print(json.dumps([reading(path) for path in sys.argv[1:]]))
        """
}
