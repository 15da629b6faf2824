import Foundation

/// A file that appears under its name only when it is complete.
///
/// The bytes go to a hidden temporary file in the same folder; `commit` brings them to disk, gives them their name
/// and brings the folder to disk. A value that is dropped without `commit` leaves nothing behind; what a killed
/// process leaves is swept by `OutputFolder`, which tells it from the file of a living writer by the kernel lock
/// that every writer holds on its temporary file.
package struct AtomicFile: ~Copyable {
    /// Ends the name, because programs that watch a folder go by the end: the collector of metrics by `.prom`.
    static let temporarySuffix = ".hubdrops-tmp"
    private static let bufferSize = 262_144

    /// Where the file will stand.
    package let path: String
    private let folder: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Opens the temporary file.
    ///
    /// The mode is 0640, less whatever the process's umask takes away.
    ///
    /// - Parameters:
    ///   - isForEveryone: sets the mode to 0644 whatever the umask, for a file that another service reads.
    ///   - readers: a group that may read the file whatever the umask.
    package init(
        folder: String, name: String, isForEveryone: Bool = false, readers: SystemGroup? = nil
    ) throws(DeliveryError) {
        self.folder = folder
        path = folder + "/" + name
        (descriptor, temporary) = try AtomicFile.openTemporary(folder: folder, name: name, readers: readers)
        buffer.reserveCapacity(AtomicFile.bufferSize)
        // A file system without modes refuses this and needs it no more than any other.
        if isForEveryone { fchmod(descriptor, 0o644) }
    }

    /// The same for a path, which may be a bare name.
    package init(path: String) throws(DeliveryError) {
        try self.init(folder: path.folder, name: (path as NSString).lastPathComponent)
    }

    deinit {
        if descriptor >= 0 {
            unsafe unlink(temporary)
            close(descriptor)
        }
    }

    package mutating func append(_ text: String) throws(DeliveryError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= AtomicFile.bufferSize { try flush() }
    }

    /// Large pieces go to the file as they are.
    package mutating func append(_ bytes: [UInt8]) throws(DeliveryError) {
        guard bytes.count >= AtomicFile.bufferSize / 4 else {
            buffer += bytes
            if buffer.count >= AtomicFile.bufferSize { try flush() }
            return
        }
        try flush()
        try writeAll(bytes, to: descriptor, path: path)
    }

    package mutating func append(_ bytes: some Sequence<UInt8>) throws(DeliveryError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= AtomicFile.bufferSize { try flush() }
    }

    /// Brings the bytes to disk and gives the file its name, replacing a file of that name.
    package consuming func commit() throws(DeliveryError) {
        try flush()
        let file = WrittenFile(path: path, folder: folder, temporary: temporary, descriptor: descriptor)
        try file.synchronize()
        try file.giveName()
        descriptor = -1
        try synchronizeFolder(folder)
    }

    /// Leaves it to a group to bring the bytes to disk and to give the file its name.
    package consuming func commit(with group: FileGroup) throws(DeliveryError) {
        try flush()
        let file = WrittenFile(path: path, folder: folder, temporary: temporary, descriptor: descriptor)
        descriptor = -1
        try group.add(file)
    }

    private mutating func flush() throws(DeliveryError) {
        try writeAll(buffer, to: descriptor, path: path)
        buffer.removeAll(keepingCapacity: true)
    }

    static func temporaryPath(folder: String, name: String, number: Int) -> String {
        "\(folder)/.\(name).\(getpid()).\(number)\(temporarySuffix)"
    }

    /// A new temporary file, locked for as long as this process has it open.
    private static func openTemporary(
        folder: String, name: String, readers: SystemGroup?
    ) throws(DeliveryError) -> (Int32, String) {
        var attempt = 0
        while true {
            let temporary = temporaryPath(folder: folder, name: name, number: attempt)
            let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
            if descriptor < 0 {
                let code = errno
                // The number of a process can come round again, and one process may write a name twice.
                if code != EINTR && (code != EEXIST || attempt == 99) {
                    throw DeliveryError(.createFile, folder + "/" + name, code: code)
                }
                attempt += code == EEXIST ? 1 : 0
                continue
            }
            flock(descriptor, LOCK_EX | LOCK_NB)
            // A sweep may have come between the two calls and removed the file.
            if let identity = FileIdentity(descriptor: descriptor), identity.links > 0 {
                do {
                    try readers?.own(descriptor, folder + "/" + name, mode: 0o640)
                    return (descriptor, temporary)
                } catch {
                    unsafe remove(temporary)
                    close(descriptor)
                    throw error
                }
            }
            close(descriptor)
        }
    }
}
