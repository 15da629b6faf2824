import Foundation

/// Why the secret of the pseudonyms cannot be used.
package enum RedactionKeyError: Error, Equatable {
    case tooShort(path: String)
    case openToAll(path: String)
}

extension RedactionKeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooShort(let path):
            "\(path): too short for a secret (32 bytes needed); remove the file and the next run makes a new one, which changes all pseudonyms"
        case .openToAll(let path):
            "\(path): every user of this machine can read this secret; fix it with chmod o= and its path"
        }
    }
}

/// The secret behind the pseudonyms, in a file of its own.
package enum RedactionKey {
    private static let fewestBytes = 32

    /// The secret of a file, which is made when it is missing: 256 random bits as text, for its owner alone (0600).
    ///
    /// - Throws: `RedactionKeyError`, or `DeliveryError` where the file cannot be read or made.
    package static func secret(at path: String) throws -> [UInt8] {
        if unsafe access(path, F_OK) != 0, errno == ENOENT { try make(path) }
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & 0o007 != 0 {
            throw RedactionKeyError.openToAll(path: path)
        }
        var bytes = try readFile(path, limit: 4096)
        while let last = bytes.last, last == 10 || last == 13 || last == 32 { bytes.removeLast() }
        guard bytes.count >= fewestBytes else { throw RedactionKeyError.tooShort(path: path) }
        return bytes
    }

    /// The file gets its name only when it is whole, and never takes the place of another.
    private static func make(_ path: String) throws(DeliveryError) {
        var random = SystemRandomNumberGenerator()
        let text = (0..<4).map { _ in
            let digits = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let temporary = path + ".\(getpid())" + AtomicFile.temporarySuffix
        let descriptor = try call(.createFile, path) {
            unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        defer {
            close(descriptor)
            unsafe unlink(temporary)
        }
        try writeAll(Array((text + "\n").utf8), to: descriptor, path: path)
        _ = try call(.synchronize, path) { fsync(descriptor) }
        do {
            _ = try call(.createFile, path) { unsafe link(temporary, path) }
        } catch {
            // Another process was first, and its secret holds.
            if error.code != EEXIST { throw error }
        }
        try synchronizeFolder(path.folder)
    }
}
