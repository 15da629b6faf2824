import Foundation

/// The right to be the only run on a database, held until `release` or the end of the process.
///
/// A kernel lock (flock) on a file beside the database. The kernel drops it with the process, however that ends, so
/// there are no stale locks and the file, which holds the number of the last holder, stays.
package struct RunLock: Sendable {
    /// The lock file: the database's path and `.lock`.
    package let path: String
    private let descriptor: Int32

    /// Takes the lock, trying again for up to `seconds` when another process has it.
    ///
    /// - Throws: `DeliveryError` of kind `busy`, with the holder's process number where the file tells it.
    package init(besideDatabase database: String, waitingUpTo seconds: Int = 0) throws(DeliveryError) {
        path = RunLock.place(of: database)
        descriptor = try RunLock.open(path)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(max(0, min(seconds, 86_400)))
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            if code != EWOULDBLOCK || clock.now >= deadline {
                let holder = code == EWOULDBLOCK ? RunLock.holder(in: descriptor) : nil
                close(descriptor)
                throw DeliveryError(.lock, path, code: code, holder: holder)
            }
            usleep(50_000)
        }
        RunLock.sign(descriptor)
    }

    /// Lets the next run in.
    ///
    /// To call it is not needed when the process is about to end.
    package func release() {
        close(descriptor)
    }

    /// The lock file of a database; one file under two names (by a link) has one lock.
    static func place(of database: String) -> String {
        if let resolved = resolve(database) { return resolved + ".lock" }
        guard let slash = database.lastIndex(of: "/") else { return (resolve(".") ?? ".") + "/" + database + ".lock" }
        let name = database[database.index(after: slash)...]
        let folder = slash == database.startIndex ? "/" : String(database[..<slash])
        return (resolve(folder) ?? folder) + "/" + name + ".lock"
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func open(_ path: String) throws(DeliveryError) -> Int32 {
        do {
            return try call(.lock, path) {
                unsafe Foundation.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640)
            }
        } catch {
            // Another user of the group may have made the file; it can be locked without being written.
            guard error.code == EACCES else { throw error }
            do {
                return try call(.lock, path) { unsafe Foundation.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
            } catch let second {
                // No such file: what failed is to make it.
                throw second.code == ENOENT ? error : second
            }
        }
    }

    /// Writes this process's number into the file; it is for people only, so a failure changes nothing.
    private static func sign(_ descriptor: Int32) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        let text = Array("\(getpid())\n".utf8)
        _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
}
