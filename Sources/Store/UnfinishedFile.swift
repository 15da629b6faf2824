import Glibc

/// The file of a database in the making: beside its place, under a name that nobody takes for a database.
///
/// What is left of one by a run that died is removed by the next that makes one. All callers hold the lock of the database.
extension Store {
    static func unfinished(_ path: String) -> String { path + ".hubdrops-tmp" }

    static func removeUnfinished(_ path: String) {
        unsafe unlink(unfinished(path))
    }

    /// Whether nothing has a name, not even a link that leads nowhere.
    static func isFree(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) != 0 && errno == ENOENT
    }

    /// Gives a file its name once the disk has its bytes.
    ///
    /// No connection may be open on it: to close a file gives up the locks of the whole process on it.
    static func bringToDisk(_ path: String, as place: String) throws(StoreError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refused(path) }
        defer { _ = Glibc.close(descriptor) }
        while fsync(descriptor) != 0 {
            if errno != EINTR { throw refused(path) }
        }
        guard unsafe rename(path, place) == 0 else { throw refused(place) }
    }

    private static func refused(_ path: String) -> StoreError {
        .notOnDisk(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
