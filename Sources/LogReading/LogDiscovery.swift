import Glibc
import Model

/// Finds the log files that arguments name.
package enum LogDiscovery {
    private static let endings = [".json", ".jsonl", ".csv"]

    /// The sources of files, folders, patterns and `-`, each once.
    ///
    /// Of a folder everything below it counts that ends in `.json`, `.jsonl` or `.csv`, or these with `.gz`; hidden
    /// names do not, since download tools keep unfinished files under them. A file that is named itself counts
    /// whatever its ending. Pipes, sockets and devices are left out, since opening one may wait for ever, unless they
    /// are named themselves. A link that leads nowhere stays: opening it fails and names it. The files of a storage
    /// export come hour by hour across hubs (resource logs are stored under `y=/m=/d=/h=/m=`: Azure Monitor, "Azure
    /// resource logs"), others before them by name.
    ///
    /// - Throws: an error that names the argument that has no file.
    package static func sources(for arguments: [String]) throws(LogReadingError) -> [LogSource] {
        var found: [LogSource] = []
        for argument in arguments {
            if argument == "-" {
                found.append(.standardInput)
            } else if let status = try status(of: argument) {
                found += try sources(at: argument, status)
            } else {
                let known = found.count
                for path in try matches(of: argument) {
                    guard let status = try status(of: path), !status.isSpecial else { continue }
                    found += try sources(at: path, status)
                }
                guard found.count > known else { throw .nothingFound(path: argument) }
            }
        }
        var known: Set<String> = []
        let sources = found.filter { known.insert($0.identity).inserted }.map { (hour: hour(of: $0.name), source: $0) }
        return sources.sorted { ($0.hour, $0.source.name) < ($1.hour, $1.source.name) }.map(\.source)
    }

    private static func sources(at path: String, _ status: FileStatus) throws(LogReadingError) -> [LogSource] {
        guard status.isFolder else { return [LogSource(path: path, size: status.size, modified: status.modified)] }
        var found: [LogSource] = []
        try walk(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, into: &found)
        guard !found.isEmpty else { throw .noLogs(folder: path) }
        return found
    }

    /// Adds the logs of a folder and its folders.
    ///
    /// Links to files are followed, links to folders are not: they could lead in a circle.
    private static func walk(_ folder: String, into found: inout [LogSource]) throws(LogReadingError) {
        guard let directory = unsafe opendir(folder) else {
            throw .system(path: folder, action: "list", code: errno)
        }
        defer { unsafe closedir(directory) }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = folder == "/" ? "/" + name : folder + "/" + name
            guard let status = try status(of: path) else { continue }
            if status.isFolder {
                if !status.isLink { try walk(path, into: &found) }
            } else if !status.isSpecial, looksLikeLog(name) {
                found.append(LogSource(path: path, size: status.size, modified: status.modified))
            }
        }
    }

    private static func looksLikeLog(_ name: String) -> Bool {
        let lower = name.lowercased()
        let plain = lower.hasSuffix(".gz") ? String(lower.dropLast(3)) : lower
        return endings.contains { plain.hasSuffix($0) } || lower.hasSuffix(".gz")
    }

    /// The part of a path that says the hour, in small letters; empty where there is none.
    private static func hour(of path: String) -> Substring {
        let lower = path.lowercased()
        let parts = lower.split(separator: "/", omittingEmptySubsequences: false)
        guard let year = parts.lastIndex(where: { $0.hasPrefix("y=") }) else { return "" }
        return lower[parts[year].startIndex...]
    }

    private static func matches(of pattern: String) throws(LogReadingError) -> [String] {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        guard unsafe glob(pattern, GLOB_TILDE, nil, &result) == 0 else { throw .nothingFound(path: pattern) }
        var paths: [String] = []
        for index in 0..<Int(unsafe result.gl_pathc) {
            if let path = unsafe result.gl_pathv[index] { unsafe paths.append(String(cString: path)) }
        }
        return paths
    }
}

/// What the file system says of a path.
private struct FileStatus {
    let isFolder: Bool
    let isLink: Bool
    /// Whether it is neither a file nor a folder: a pipe, a socket or a device.
    let isSpecial: Bool
    let size: Int64?
    let modified: Instant?
}

/// Nil where nothing stands at the path.
private func status(of path: String) throws(LogReadingError) -> FileStatus? {
    var own = stat()
    guard unsafe lstat(path, &own) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .system(path: path, action: "look at", code: errno)
    }
    var target = stat()
    guard unsafe stat(path, &target) == 0 else {
        // A link that leads nowhere, or where nobody may look. One of them must not hide the other files.
        return FileStatus(isFolder: false, isLink: true, isSpecial: false, size: nil, modified: nil)
    }
    let kind = target.st_mode & S_IFMT
    let nanoseconds = Int64(target.st_mtim.tv_nsec)
    return FileStatus(
        isFolder: kind == S_IFDIR,
        isLink: own.st_mode & S_IFMT == S_IFLNK,
        isSpecial: kind != S_IFDIR && kind != S_IFREG,
        size: kind == S_IFREG ? Int64(target.st_size) : nil,
        modified: Instant(ticks: Int64(target.st_mtim.tv_sec) * Instant.ticksPerSecond + nanoseconds / 100))
}
