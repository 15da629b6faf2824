import Foundation

/// What is put aside on disk until somebody takes it back: in a file without a name, which is gone with the process however
/// that ends.
///
/// Any thread may put and take. Where the next piece goes is touched with the lock held.
package final class ScratchFile: @unchecked Sendable {
    /// Where something stands that was put aside.
    package struct Piece: Sendable, Equatable {
        fileprivate let start: Int64
        /// Of values, not of bytes.
        package let count: Int
    }

    private let folder: String
    private let path: String
    private let descriptor: Int32
    private let lock = NSLock()
    private var end: Int64 = 0

    /// - Parameter folder: has room for all of it.
    package init(in folder: String) throws(DeliveryError) {
        self.folder = folder
        path = folder + "/.aside.\(getpid())" + AtomicFile.temporarySuffix
        let path = path
        unsafe unlink(path)
        descriptor = try call(.createFile, path) {
            unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        unsafe unlink(path)
    }

    deinit { close(descriptor) }

    /// One more file in the folder, whose room on disk is free again once nobody has it any more.
    ///
    /// With the lock held: for a moment both have the same name.
    package func another() throws(DeliveryError) -> ScratchFile {
        lock.lock()
        defer { lock.unlock() }
        return try ScratchFile(in: folder)
    }

    /// Puts values aside.
    package func put<Value: BitwiseCopyable>(_ values: [Value]) throws(DeliveryError) -> Piece {
        let size = Int64(values.count * MemoryLayout<Value>.stride)
        let start = lock.withLock {
            defer { end += size }
            return end
        }
        var done = 0
        while done < Int(size) {
            let from = done
            done += try call(.write, path) {
                unsafe values.withUnsafeBytes { bytes in
                    guard let base = bytes.baseAddress else { return 0 }
                    return unsafe pwrite(descriptor, base + from, Int(size) - from, off_t(start) + off_t(from))
                }
            }
        }
        return Piece(start: start, count: values.count)
    }

    /// Takes values back; they may be taken any number of times.
    package func take<Value: BitwiseCopyable>(_ piece: Piece, as type: Value.Type) throws(DeliveryError) -> [Value] {
        let size = piece.count * MemoryLayout<Value>.stride
        var failure: DeliveryError?
        let values = unsafe [Value](unsafeUninitializedCapacity: piece.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var done = 0
            while done < size {
                let from = done
                do throws(DeliveryError) {
                    let read = try call(.read, path) {
                        guard let base = bytes.baseAddress else { return 0 }
                        return unsafe pread(descriptor, base + from, size - from, off_t(piece.start) + off_t(from))
                    }
                    guard read > 0 else { throw DeliveryError(.read, path, code: EIO) }
                    done += read
                } catch {
                    failure = error
                    return
                }
            }
            count = piece.count
        }
        if let failure { throw failure }
        return values
    }
}
