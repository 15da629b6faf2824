import Glibc
import Model
import Synchronization

/// Finds the log files that arguments name.
package enum LogDiscovery {
    /// How names of logs end; each may be followed by `.gz`.
    static let endings = [".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".avro"]

    /// The sources of files, folders, patterns and `-`, each once.
    ///
    /// Of a folder everything below it counts that has one of the `endings`, or `.gz`; hidden names do not, since
    /// download tools keep unfinished files under them. A file that is named itself counts whatever its ending.
    /// Pipes, sockets and devices are left out, since opening one may wait for ever, unless they are named
    /// themselves. A link that leads nowhere stays: opening it fails and names it. The files of a storage export come
    /// hour by hour across hubs (resource logs are stored under `y=/m=/d=/h=/m=`: Azure Monitor, "Azure resource
    /// logs"), others before them by name. A folder below that cannot be listed, a file that cannot be looked at and
    /// a name that is not UTF-8 are sources as well: opening them fails and says why.
    ///
    /// An argument that has no file is a source of this kind too, unless none of them has one.
    ///
    /// - Parameters:
    ///   - output: the folder of reports, whose files are no logs; one that stands below a folder of logs is left out.
    ///   - isAll: whether logs are looked for nowhere else.
    /// - Throws: an error that names the first argument, where none has a file.
    package static func sources(
        for arguments: [String], without output: String? = nil, isAll: Bool = true
    ) throws(LogReadingError) -> [LogSource] {
        var nothing: LogReadingError?
        let skipped = output.map { LogSource.file($0).identity }
        var found: [LogSource] = []
        for argument in arguments {
            if argument == "-" {
                found.append(.standardInput)
            } else if let status = try lookedAt(argument, &found) {
                do throws(LogReadingError) { found += try sources(at: argument, status, skipped) } catch {
                    nothing = nothing ?? error
                    found.append(LogSource(path: argument, problem: error))
                }
            } else if found.last?.name != argument || found.last?.problem == nil {
                let matched = try matches(of: argument, skipped)
                if matched.isEmpty {
                    let error = LogReadingError.nothingFound(path: argument)
                    nothing = nothing ?? error
                    found.append(LogSource(path: argument, problem: error))
                }
                found += matched
            }
        }
        if isAll, let nothing, found.allSatisfy({ $0.problem?.isOfNothing == true }) { throw nothing }
        var known: Set<String> = []
        return ordered(found.filter { known.insert($0.identity + ($0.problem?.description ?? "")).inserted })
    }

    /// Sources in the order in which they are read: those without an hour in their path, then hour by hour.
    package static func ordered(_ sources: [LogSource]) -> [LogSource] {
        sources.map { (hour: hour(of: $0.name), source: $0) }
            .sorted { ($0.hour, $0.source.name) < ($1.hour, $1.source.name) }.map(\.source)
    }

    /// What the system says of an argument; nil where nothing stands there, or where nobody may look, which is noted.
    private static func lookedAt(_ path: String, _ found: inout [LogSource]) throws(LogReadingError) -> FileStatus? {
        do throws(LogReadingError) { return try status(of: path) } catch {
            found.append(LogSource(path: path, problem: error))
            return nil
        }
    }

    private static func sources(
        at path: String, _ status: FileStatus, _ skipped: String?
    ) throws(LogReadingError) -> [LogSource] {
        guard status.isFolder else { return [status.source(path, resolved: nil)] }
        var found: [LogSource] = []
        var leftOut = LeftOutFiles()
        do throws(LogReadingError) {
            let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            try walk(folder, resolved: absolute(folder), skipped, into: &found, &leftOut)
        } catch {
            // A folder without rights is as much a gap in the report as a file without them.
            return [LogSource(path: path, problem: error)]
        }
        guard !found.isEmpty else { throw .noLogs(folder: path) }
        return found + (leftOut.text.map { [LogSource(folder: path, leavesOut: $0)] } ?? [])
    }

    /// Whether what could not be read is gone, or is a folder that can be listed whole by now.
    package static func isSettled(_ identity: String) -> Bool {
        var status = stat()
        guard unsafe lstat(identity, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR }
        guard status.st_mode & S_IFMT == S_IFDIR else { return false }
        var isWhole = false
        try? withListing(of: identity) { listing, _ in isWhole = listing.problem == nil }
        return isWhole
    }

    /// Adds the logs of a folder and its folders.
    ///
    /// Links to files are followed, links to folders are not: they could lead in a circle.
    ///
    /// - Parameter resolved: the folder without links. To resolve each file would be several calls a file.
    private static func walk(
        _ folder: String, resolved: String?, _ skipped: String?, into found: inout [LogSource],
        _ leftOut: inout LeftOutFiles
    ) throws(LogReadingError) {
        // Links aside, what the system says of an entry in its listing spares a look at each folder.
        var folders: [String] = []
        try withListing(of: folder) { listing, directory in
            if let problem = listing.problem { found.append(LogSource(path: folder, problem: problem)) }
            for entry in listing.entries {
                if entry.isFolder {
                    folders.append(entry.name)
                    continue
                }
                let path = joined(folder, entry.name)
                do throws(LogReadingError) {
                    guard let status = try status(of: entry.name, in: directory, path) else { continue }
                    if status.isFolder {
                        if !status.isLink { folders.append(entry.name) }
                    } else if !status.isSpecial, looksLikeLog(entry.name) {
                        let own = status.isLink ? nil : resolved.map { joined($0, entry.name) }
                        found.append(status.source(path, resolved: own))
                    } else if !status.isSpecial {
                        leftOut.note(entry.name)
                    }
                } catch {
                    if entry.mayBeFolder || looksLikeLog(entry.name) {
                        found.append(LogSource(path: path, problem: error))
                    }
                }
            }
        }
        for name in folders {
            let path = joined(folder, name)
            let own = resolved.map { joined($0, name) }
            guard skipped == nil || own ?? LogSource.file(path).identity != skipped else { continue }
            do throws(LogReadingError) {
                try walk(path, resolved: own, skipped, into: &found, &leftOut)
            } catch {
                // It went away between the listing and the look at it.
                if case .system(_, _, ENOENT) = error { continue }
                found.append(LogSource(path: path, problem: error))
            }
        }
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder == "/" ? "/" + name : folder + "/" + name
    }

    /// What a folder holds that is not hidden, and why some of it cannot be said.
    private struct Listing {
        var entries: [Entry] = []
        var problem: LogReadingError?
    }

    private struct Entry {
        let name: String
        /// What kind of entry it is, as its folder says: `DT_UNKNOWN` where that has to be looked at.
        let kind: Int

        var isFolder: Bool { kind == Int(DT_DIR) }
        var mayBeFolder: Bool { isFolder || kind == Int(DT_UNKNOWN) }
    }

    /// - Parameter body: gets what the folder holds, and the open folder.
    private static func withListing(
        of folder: String, _ body: (Listing, Int32) -> Void
    ) throws(LogReadingError) {
        guard let directory = unsafe opendir(folder) else {
            throw .system(path: folder, action: "list", code: errno)
        }
        defer { unsafe closedir(directory) }
        var listing = Listing()
        var foreign: [String] = []
        while true {
            // The end of a folder and an error look alike but for this.
            errno = 0
            guard let entry = unsafe readdir(directory) else { break }
            let kind = Int(unsafe entry.pointee.d_type)
            let (name, isUTF8) = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe (String(cString: $0), String(validatingCString: $0) != nil)
                }
            }
            guard !name.hasPrefix(".") else { continue }
            let found = Entry(name: name, kind: kind)
            if isUTF8 {
                listing.entries.append(found)
            } else if found.mayBeFolder || looksLikeLog(name) {
                foreign.append(name)
            }
        }
        if errno != 0 {
            listing.problem = .system(path: folder, action: "list to its end", code: errno)
        } else if let first = foreign.min() {
            listing.problem = .foreignNames(folder: folder, first: first, count: foreign.count)
        }
        body(listing, unsafe dirfd(directory))
    }

    /// Whether a name has the ending of a log.
    package static func looksLikeLog(_ name: String) -> Bool {
        let lower = name.lowercased()
        let plain = lower.hasSuffix(".gz") ? String(lower.dropLast(3)) : lower
        return endings.contains { plain.hasSuffix($0) } || lower.hasSuffix(".gz")
    }

    /// The part of a path that says the hour, in small letters; empty where there is none.
    private static func hour(of path: String) -> String {
        let bytes = path.utf8
        var end = bytes.endIndex
        while true {
            let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/"))
            let start = slash.map(bytes.index(after:)) ?? bytes.startIndex
            if bytes[start..<end].prefix(2).elementsEqual("y=".utf8)
                || bytes[start..<end].prefix(2).elementsEqual("Y=".utf8)
            {
                return path[start...].lowercased()
            }
            guard let slash else { return "" }
            end = slash
        }
    }

    /// The sources that a pattern matches, and the folders that could not be searched for more.
    private static func matches(of pattern: String, _ skipped: String?) throws(LogReadingError) -> [LogSource] {
        var found: [LogSource] = []
        let (paths, refusals) = glob(pattern)
        for path in paths {
            guard let status = try lookedAt(path, &found), !status.isSpecial else { continue }
            found += try sources(at: path, status, skipped)
        }
        return found + refusals.map { LogSource(path: $0.path, problem: $0.error) }
    }

    private static func glob(_ pattern: String) -> (paths: [String], refusals: [Refusal]) {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        let refusals = globbing.withLock { _ in
            unsafe refusedFolders = []
            if unsafe Glibc.glob(pattern, GLOB_TILDE, noteRefusal, &result) == GLOB_NOSPACE {
                unsafe refusedFolders.append(
                    Refusal(path: pattern, error: .system(path: pattern, action: "search", code: ENOMEM)))
            }
            return unsafe refusedFolders
        }
        var paths: [String] = []
        var foreign: [Refusal] = []
        for index in 0..<Int(unsafe result.gl_pathc) {
            guard let match = unsafe result.gl_pathv[index] else { continue }
            let path = unsafe String(cString: match)
            if unsafe String(validatingCString: match) != nil {
                paths.append(path)
            } else {
                foreign.append(Refusal(path: path, error: .foreignNames(folder: pattern, first: path, count: 1)))
            }
        }
        return (paths, refusals + foreign)
    }
}

/// A path that a pattern leads to and that cannot be used.
private struct Refusal {
    let path: String
    let error: LogReadingError
}

/// glob(3) tells its function of errors no context, so they go through a variable, one search at a time.
private let globbing = Mutex<Void>(())
nonisolated(unsafe) private var refusedFolders: [Refusal] = []

/// What glob(3) calls for a folder that cannot be read; it goes on with the others.
private func noteRefusal(_ path: UnsafePointer<CChar>?, _ code: Int32) -> Int32 {
    guard let path = unsafe path, code != ENOENT else { return 0 }
    let folder = unsafe String(cString: path)
    unsafe refusedFolders.append(
        Refusal(path: folder, error: .system(path: folder, action: "list", code: code)))
    return 0
}

/// What the file system says of a path.
private struct FileStatus {
    let isFolder: Bool
    let isLink: Bool
    /// Whether it is neither a file nor a folder: a pipe, a socket or a device.
    let isSpecial: Bool
    let size: Int64?
    let modified: Instant?
    let changed: Instant?

    func source(_ path: String, resolved: String?) -> LogSource {
        LogSource(path: path, size: size, modified: modified, changed: changed, resolved: resolved)
    }
}

/// Nil where nothing stands at the path.
private func status(of path: String) throws(LogReadingError) -> FileStatus? {
    try status(of: path, in: AT_FDCWD, path)
}

/// Of a name in an open folder; nil where there is none of that name.
private func status(
    of name: String, in folder: Int32, _ path: String
) throws(LogReadingError) -> FileStatus? {
    var own = stat()
    guard unsafe fstatat(folder, name, &own, AT_SYMLINK_NOFOLLOW) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .system(path: path, action: "look at", code: errno)
    }
    let isLink = own.st_mode & S_IFMT == S_IFLNK
    var target = own
    if isLink, unsafe fstatat(folder, name, &target, 0) != 0 {
        // A link that leads nowhere, or where nobody may look. One of them must not hide the other files.
        return FileStatus(isFolder: false, isLink: true, isSpecial: false, size: nil, modified: nil, changed: nil)
    }
    let kind = target.st_mode & S_IFMT
    return FileStatus(
        isFolder: kind == S_IFDIR,
        isLink: isLink,
        isSpecial: kind != S_IFDIR && kind != S_IFREG,
        size: kind == S_IFREG ? Int64(target.st_size) : nil,
        modified: Instant(fileTime: target.st_mtim),
        // Of a link, its target may have become another file of an earlier time.
        changed: isLink ? nil : Instant(fileTime: target.st_ctim))
}

extension Instant {
    /// The time of a file's last change; the earliest or latest that there is, where a file system keeps one beyond.
    init(fileTime: timespec) {
        let (ticks, overflows) = Int64(fileTime.tv_sec).multipliedReportingOverflow(by: Instant.ticksPerSecond)
        let (sum, overflowsToo) = ticks.addingReportingOverflow(Int64(fileTime.tv_nsec) / 100)
        self.init(ticks: overflows || overflowsToo ? (fileTime.tv_sec < 0 ? .min : .max) : sum)
    }

    /// Whether a file's time lies beyond those that can be told apart.
    var isBeyondFileTimes: Bool { ticks == .min || ticks == .max }
}
