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
    /// - Throws: an error that names the argument that has no file.
    ///
    /// - Parameter output: the folder of reports, whose files are no logs; one that stands below a folder of logs is left out.
    package static func sources(
        for arguments: [String], without output: String? = nil
    ) throws(LogReadingError) -> [LogSource] {
        let skipped = output.map { LogSource.file($0).identity }
        var found: [LogSource] = []
        for argument in arguments {
            if argument == "-" {
                found.append(.standardInput)
            } else if let status = try lookedAt(argument, &found) {
                found += try sources(at: argument, status, skipped)
            } else if found.last?.name != argument || found.last?.problem == nil {
                let matched = try matches(of: argument, skipped)
                guard !matched.isEmpty else { throw .nothingFound(path: argument) }
                found += matched
            }
        }
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
        do throws(LogReadingError) {
            let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            try walk(folder, resolved: absolute(folder), skipped, into: &found)
        } catch {
            // A folder without rights is as much a gap in the report as a file without them.
            return [LogSource(path: path, problem: error)]
        }
        guard !found.isEmpty else { throw .noLogs(folder: path) }
        return found
    }

    /// Whether what could not be read is gone, or is a folder that can be listed whole by now.
    package static func isSettled(_ identity: String) -> Bool {
        var status = stat()
        guard unsafe lstat(identity, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR }
        guard status.st_mode & S_IFMT == S_IFDIR, let listing = try? listing(of: identity) else { return false }
        return listing.problem == nil
    }

    /// Adds the logs of a folder and its folders.
    ///
    /// Links to files are followed, links to folders are not: they could lead in a circle.
    ///
    /// - Parameter resolved: the folder without links. To resolve each file would be several calls a file.
    private static func walk(
        _ folder: String, resolved: String?, _ skipped: String?, into found: inout [LogSource]
    ) throws(LogReadingError) {
        let listing = try listing(of: folder)
        if let problem = listing.problem { found.append(LogSource(path: folder, problem: problem)) }
        for entry in listing.entries {
            let path = folder == "/" ? "/" + entry.name : folder + "/" + entry.name
            do throws(LogReadingError) {
                guard let status = try status(of: path) else { continue }
                let own = status.isLink ? nil : resolved.map { ($0 == "/" ? "" : $0) + "/" + entry.name }
                if status.isFolder {
                    if !status.isLink, skipped == nil || own ?? LogSource.file(path).identity != skipped {
                        try walk(path, resolved: own, skipped, into: &found)
                    }
                } else if !status.isSpecial, looksLikeLog(entry.name) {
                    found.append(status.source(path, resolved: own))
                }
            } catch {
                // It went away between the listing and the look at it.
                if case .system(_, _, ENOENT) = error { continue }
                if entry.mayBeFolder || looksLikeLog(entry.name) {
                    found.append(LogSource(path: path, problem: error))
                }
            }
        }
    }

    /// What a folder holds that is not hidden, and why some of it cannot be said.
    private struct Listing {
        var entries: [(name: String, mayBeFolder: Bool)] = []
        var problem: LogReadingError?
    }

    private static func listing(of folder: String) throws(LogReadingError) -> Listing {
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
            let mayBeFolder = kind == Int(DT_DIR) || kind == Int(DT_UNKNOWN)
            let (name, isUTF8) = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe (String(cString: $0), String(validatingCString: $0) != nil)
                }
            }
            guard !name.hasPrefix(".") else { continue }
            if isUTF8 {
                listing.entries.append((name, mayBeFolder))
            } else if mayBeFolder || looksLikeLog(name) {
                foreign.append(name)
            }
        }
        if errno != 0 {
            listing.problem = .system(path: folder, action: "list to its end", code: errno)
        } else if let first = foreign.min() {
            listing.problem = .foreignNames(folder: folder, first: first, count: foreign.count)
        }
        return listing
    }

    /// Whether a name has the ending of a log.
    package static func looksLikeLog(_ name: String) -> Bool {
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
    var own = stat()
    guard unsafe lstat(path, &own) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .system(path: path, action: "look at", code: errno)
    }
    let isLink = own.st_mode & S_IFMT == S_IFLNK
    var target = own
    if isLink, unsafe stat(path, &target) != 0 {
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
