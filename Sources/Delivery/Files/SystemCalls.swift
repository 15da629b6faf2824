import Foundation

/// Repeats a call that a signal interrupted; the result is not negative, or `errno` is thrown as the given error.
func call<Result: SignedInteger>(
    _ action: DeliveryError.Action, _ path: String, _ body: () -> Result
) throws(DeliveryError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw DeliveryError(action, path, code: code) }
    }
}

/// Writes all of the bytes, however many calls that takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(DeliveryError) {
    var done = 0
    while done < bytes.count {
        let start = done
        done += try call(.write, path) {
            unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe write(descriptor, base + start, buffer.count - start)
            }
        }
    }
}

/// Reads a whole file, or throws `EFBIG` when it holds more than `limit` bytes.
func readFile(_ path: String, limit: Int) throws(DeliveryError) -> [UInt8] {
    let descriptor = try call(.read, path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = try call(.read, path) {
            unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
        if bytes.count > limit { throw DeliveryError(.read, path, code: EFBIG) }
    }
}

/// Brings the entries of a folder to disk, so that a rename survives a power cut.
///
/// File systems that cannot do so say EINVAL, which is no fault of ours.
func synchronizeFolder(_ path: String) throws(DeliveryError) {
    let descriptor = try call(.synchronize, path) { unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    defer { close(descriptor) }
    do {
        _ = try call(.synchronize, path) { fsync(descriptor) }
    } catch {
        if error.code != EINVAL && error.code != ENOTSUP { throw error }
    }
}

/// The names in a folder, sorted by their bytes, without `.` and `..`.
func namesInFolder(_ path: String) throws(DeliveryError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw DeliveryError(.list, path, code: errno) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

extension String {
    /// The folder of a path; the working folder for a bare name.
    package var folder: String {
        // Foundation's own way traps on a name of one letter.
        let path = utf8.reversed().drop { $0 == UInt8(ascii: "/") }
        let above = path.drop { $0 != UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: "/") }
        guard above.isEmpty else { return String(decoding: above.reversed(), as: UTF8.self) }
        return hasPrefix("/") ? "/" : "."
    }
}

/// Tells two files apart whatever they are called.
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64
    let links: UInt64

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        links = UInt64(truncatingIfNeeded: status.st_nlink)
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at the name itself, not at what a link there points to.
    init?(path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
