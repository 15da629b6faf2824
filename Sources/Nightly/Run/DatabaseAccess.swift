import Delivery
import Foundation
package import Settings
package import Store

/// The database of a run that may write, opened under its lock; or, for a report that is only asked for again, one that
/// may only be read: an archive, a snapshot, somebody else's.
package struct DatabaseAccess {
    package let path: String
    package let store: Store
    /// Whether what is worked out can be kept.
    package let mayWrite: Bool
    private let lock: RunLock?

    /// What a run needs of a database.
    package enum Need {
        /// One that may be written; a missing one is made.
        case writing
        /// One that is there and may be written.
        case writingWhatIsThere
        /// One that is there.
        case reading
    }

    package init(_ need: Need, _ settings: Configuration) throws {
        path = try settings.requiredDatabase()
        if need != .writing, !FileManager.default.fileExists(atPath: path) { throw StoreError.missing(path: path) }
        mayWrite = need != .reading || DatabaseAccess.mayWrite(path)
        guard mayWrite else {
            store = try Store.open(path, mode: .readOnly)
            lock = nil
            return
        }
        let lock = try RunLock(besideDatabase: path, waitingUpTo: Int(settings.lockWait.seconds))
        do {
            store = try Store.open(path, mode: .readWrite)
        } catch {
            lock.release()
            throw error
        }
        self.lock = lock
    }

    /// Lets the next run in.
    package func release() { lock?.release() }

    private static func mayWrite(_ path: String) -> Bool {
        [path, path.folder].allSatisfy(FileManager.default.isWritableFile)
    }
}
