import Foundation

/// Where a secret is kept: never in an argument, never in a log.
package enum SecretPlace: Hashable, Sendable {
    case file(path: String)
    case environment(name: String)

    /// The secret, or a sentence that says what is wrong with its place.
    ///
    /// A line end after it is not part of it. A file that everyone may read is refused.
    ///
    /// - Parameter what: what the secret is: `the mail password`.
    func read(_ what: String) -> Result<String, Problem> {
        switch self {
        case .environment(let name):
            guard let value = unsafe getenv(name), unsafe value.pointee != 0 else {
                return .failure(
                    Problem(text: "environment variable \(name): not set; it should hold \(what)"))
            }
            return .success(unsafe String(cString: value))
        case .file(let path):
            var status = stat()
            if unsafe stat(path, &status) == 0, status.st_mode & 0o004 != 0 {
                return .failure(Problem(text: "\(path): everyone may read this file with \(what); run chmod o-r on it"))
            }
            do {
                var bytes = try readFile(path, limit: 4096)
                while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
                guard !bytes.isEmpty, !bytes.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                    return .failure(Problem(text: "\(path): should hold \(what) on one line"))
                }
                return .success(String(decoding: bytes, as: UTF8.self))
            } catch {
                return .failure(Problem(text: error.description))
            }
        }
    }

    /// What is wrong with the place of the secret, in a sentence; nil where it can be read.
    package func problem(_ what: String) -> String? {
        if case .failure(let problem) = read(what) { problem.text } else { nil }
    }

    struct Problem: Error {
        let text: String
    }
}
