import Foundation

/// A group of the system, such as that of a web server, that may read files which are not its own.
package struct SystemGroup: Hashable, Sendable {
    package let name: String
    private let number: gid_t

    /// - Returns: nil where the system has no group of that name.
    package init?(_ name: String) {
        guard let entry = unsafe getgrnam(name) else { return nil }
        self.name = name
        number = unsafe entry.pointee.gr_gid
    }

    /// Whether this process may give files to the group: as root, or as a member.
    package var isUsable: Bool {
        if geteuid() == 0 || getegid() == number { return true }
        var groups = [gid_t](repeating: 0, count: 65_536)
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return count > 0 && groups.prefix(Int(count)).contains(number)
    }

    /// Gives a file to the group.
    ///
    /// - Parameter mode: set whatever the umask.
    func own(_ descriptor: Int32, _ path: String, mode: mode_t) throws(DeliveryError) {
        _ = try call(.createFile, path) { fchown(descriptor, uid_t.max, number) }
        _ = try call(.createFile, path) { fchmod(descriptor, mode) }
    }

    /// Gives a folder to the group, if it is this user's: one that somebody else made is as that one wants it.
    func own(folder path: String) throws(DeliveryError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_uid == geteuid() else { return }
        if status.st_gid == number, status.st_mode & 0o050 == 0o050 { return }
        _ = try call(.createFolder, path) { unsafe chown(path, uid_t.max, number) }
        _ = try call(.createFolder, path) { unsafe chmod(path, status.st_mode & 0o7777 | 0o050) }
    }
}
