import Foundation

/// A folder that receives whole files, one at a time, and links that always point somewhere.
package struct OutputFolder: Sendable {
    package let path: String
    /// What the files get their names with; nil where each gets its own at once.
    private let group: FileGroup?
    private let readers: SystemGroup?

    /// Creates the folder and those above it where they are missing (mode 0750, less the umask), and removes the
    /// temporary files that a killed run left in it.
    ///
    /// - Parameter readers: a group that may read all that is written here, whatever the umask.
    package init(_ path: String, readers: SystemGroup? = nil) throws(DeliveryError) {
        try self.init(path, readers: readers, group: nil)
    }

    /// The same, of which the files get their names with a group, and which the disk has with it.
    package init(_ path: String, readers: SystemGroup?, in group: FileGroup) throws(DeliveryError) {
        try self.init(path, readers: readers, group: group)
    }

    private init(_ path: String, readers: SystemGroup?, group: FileGroup?) throws(DeliveryError) {
        self.path = OutputFolder.withoutClosingSlash(path)
        self.readers = readers
        self.group = group
        try OutputFolder.create(self.path, group)
        if let readers { try readers.own(folder: self.path) }
        OutputFolder.sweep(self.path)
    }

    /// The same folder, of which the files, and those of the folders in it, get their names with a group.
    ///
    /// That group also brings the folder to disk, where it was made and its own group has not done so yet.
    package func gathering(in group: FileGroup) throws(DeliveryError) -> OutputFolder {
        if let own = self.group { group.takeFolders(of: own) }
        return try OutputFolder(path, readers: readers, group: group)
    }

    /// A folder inside this one, created where missing.
    ///
    /// The name is used as it is: see `SafeFileName`.
    ///
    /// - Throws: also where a link has that name. It may lead to another day, whose report would be overwritten, or
    ///   out of the folder.
    package func folder(_ name: String) throws(DeliveryError) -> OutputFolder {
        let place = path + "/" + name
        var status = stat()
        if unsafe lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
            throw DeliveryError(.createFolder, place, code: ELOOP)
        }
        return try OutputFolder(place, readers: readers, group: group)
    }

    /// Writes a whole file, and answers where it stands.
    @discardableResult
    package func write(_ text: String, to name: String) throws(DeliveryError) -> String {
        try write(text.utf8, to: name)
    }

    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws(DeliveryError) -> String {
        var file = try AtomicFile(folder: path, name: name, readers: readers)
        let place = file.path
        try file.append(bytes)
        try commit(file)
        return place
    }

    /// Writes a file piece by piece; when the body throws, the file of that name is as it was before.
    package func write<Value>(
        _ name: String, piecewise body: (inout AtomicFile) throws -> Value
    ) throws -> Value {
        var file = try AtomicFile(folder: path, name: name, readers: readers)
        let value = try body(&file)
        try commit(file)
        return value
    }

    private func commit(_ file: consuming AtomicFile) throws(DeliveryError) {
        if let group { try file.commit(with: group) } else { try file.commit() }
    }

    /// Points the link `name` at `target`, a name relative to this folder, without a moment in which it is missing.
    package func link(_ name: String, to target: String) throws(DeliveryError) {
        let place = path + "/" + name
        let temporary = AtomicFile.temporaryPath(folder: path, name: name, number: 100)
        unsafe unlink(temporary)
        _ = try call(.link, place) { unsafe symlink(target, temporary) }
        do {
            _ = try call(.link, place) { unsafe rename(temporary, place) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        if let group { group.add(folder: path) } else { try synchronizeFolder(path) }
    }

    /// Removes a file; one that is not there is no error.
    package func remove(_ name: String) throws(DeliveryError) {
        let place = path + "/" + name
        do {
            _ = try call(.remove, place) { unsafe unlink(place) }
        } catch {
            if error.code == ENOENT { return }
            throw error
        }
        try synchronizeFolder(path)
    }

    /// Removes a folder inside this one that holds nothing; one that does stays, and one that is not there is no error.
    package func removeIfEmpty(_ name: String) throws(DeliveryError) {
        let place = path + "/" + name
        do {
            _ = try call(.remove, place) { unsafe rmdir(place) }
        } catch {
            if [ENOENT, ENOTEMPTY, EEXIST].contains(error.code) { return }
            throw error
        }
        try synchronizeFolder(path)
    }

    /// Removes temporary files that no living process holds: all of them, or those of one file.
    ///
    /// What cannot be removed is left: it harms nobody.
    static func sweep(_ path: String, of file: String? = nil) {
        guard let names = try? namesInFolder(path) else { return }
        let start = file.map { ".\($0)." } ?? "."
        for name in names where name.hasPrefix(start) && name.hasSuffix(AtomicFile.temporarySuffix) {
            let place = path + "/" + name
            let descriptor = unsafe open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            if descriptor < 0 {
                // A half-made link: it has no content and its maker makes it anew.
                if errno == ELOOP { unsafe unlink(place) }
                continue
            }
            defer { close(descriptor) }
            let isAbandoned = flock(descriptor, LOCK_EX | LOCK_NB) == 0
            if isAbandoned, FileIdentity(descriptor: descriptor) == FileIdentity(path: place) { unsafe unlink(place) }
        }
    }

    private static func create(_ path: String, _ group: FileGroup?) throws(DeliveryError) {
        if unsafe mkdir(path, 0o750) == 0 {
            guard let group else { return try synchronizeFolder(parent(of: path)) }
            return group.add(folder: parent(of: path))
        }
        let code = errno
        switch code {
        case EEXIST where isFolder(path):
            return
        case EEXIST:
            throw DeliveryError(.createFolder, path, code: ENOTDIR)
        // Where the folder above is there already (a removed working folder, /proc), nothing can be made in it.
        case ENOENT where parent(of: path) != path && !isFolder(parent(of: path)):
            try create(parent(of: path), group)
            try create(path, group)
        // Some systems answer EROFS or EACCES for a folder that is already there.
        case _ where isFolder(path):
            return
        default:
            throw DeliveryError(.createFolder, path, code: code)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : withoutClosingSlash(String(path[..<slash]))
    }

    private static func withoutClosingSlash(_ path: String) -> String {
        var path = path.isEmpty ? "." : path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
