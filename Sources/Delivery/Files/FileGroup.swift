import Foundation
import Threads

/// Files that get their names together, once all of them are on disk.
///
/// Each is brought to disk beside the work that goes on, several at once: one after another, the fifty files of a day
/// would wait fifty times for a slow disk. Then each gets its name, in the order in which they were complete, and each
/// folder is brought to disk once. A group that is dropped leaves nothing behind.
///
/// Any thread may add to it. All that changes in it is touched with the condition's lock held.
package final class FileGroup: @unchecked Sendable {
    /// Files that are brought to disk at once.
    private static let mostAtOnce = 16
    /// Files that wait for their names: each is open until then, and a process may have 1,024 of them.
    private static let mostWaiting = 256

    private typealias Work = @Sendable () throws(DeliveryError) -> Void

    private let condition = NSCondition()
    private var files: [WrittenFile] = []
    private var total = 0
    private var folders: Set<String> = []
    private var queue: [Work] = []
    private var working = 0
    /// Files, by descriptor, and folders of which the disk does not have everything yet.
    private var unsynced: Set<Int32> = []
    private var unsyncedFolders = 0
    private var failure: DeliveryError?

    package init() {}

    deinit { discard() }

    /// Removes the files that have no name yet; harmless after a commit.
    ///
    /// A run that fails does so before it ends: the threads hold the group until then.
    package func discard() {
        let left = condition.withLock {
            defer { files = [] }
            return files
        }
        discard(left[...])
    }

    /// Removes files that have no name once nobody works on any more.
    private func discard(_ files: ArraySlice<WrittenFile>) {
        guard !files.isEmpty else { return }
        condition.withLock {
            queue = []
            while working > 0 { condition.wait() }
        }
        for file in files { file.discard() }
    }

    /// Files that were ever added.
    package var added: Int { condition.withLock { total } }

    /// Takes over a file that is complete.
    func add(_ file: WrittenFile) throws(DeliveryError) {
        // Those before it, so that this one may still be kept back.
        if condition.withLock({ files.count >= FileGroup.mostWaiting }) { try commit() }
        condition.withLock {
            files.append(file)
            total += 1
            folders.insert(file.folder)
            unsynced.insert(file.descriptor)
        }
        start { () throws(DeliveryError) in
            try file.synchronize()
            self.condition.withLock { _ = self.unsynced.remove(file.descriptor) }
        }
    }

    /// Brings a folder to disk with the next commit, since something in it was made.
    package func add(folder: String) {
        condition.withLock { _ = folders.insert(folder) }
    }

    /// Takes over from another group which folders are still to be brought to disk.
    func takeFolders(of other: FileGroup) {
        let taken = other.condition.withLock {
            defer { other.folders = [] }
            return other.folders
        }
        condition.withLock { folders.formUnion(taken) }
    }

    /// Gives all files their names, and returns when disk has them under those.
    ///
    /// - Parameter last: so many of those that were added last get their names with the next commit only; the disk takes them
    ///   meanwhile.
    package func commit(keepingBack last: Int = 0) throws(DeliveryError) {
        let written = condition.withLock {
            defer { files.removeFirst(max(0, files.count - last)) }
            return Array(files.dropLast(last))
        }
        var unnamed = written[...]
        defer { discard(unnamed) }
        try finish { unsynced.isDisjoint(with: written.map(\.descriptor)) }
        while let file = unnamed.first {
            try file.giveName()
            unnamed.removeFirst()
        }
        let changed = condition.withLock {
            defer { folders = Set(files.map(\.folder)) }
            return folders
        }
        for folder in changed.sorted() {
            condition.withLock { unsyncedFolders += 1 }
            start { () throws(DeliveryError) in
                try synchronizeFolder(folder)
                self.condition.withLock { self.unsyncedFolders -= 1 }
            }
        }
        try finish { unsyncedFolders == 0 }
    }

    /// Waits until some work is done, and throws the first failure of any.
    private func finish(_ isDone: () -> Bool) throws(DeliveryError) {
        condition.lock()
        defer { condition.unlock() }
        while !isDone(), failure == nil { condition.wait() }
        if let failure { throw failure }
    }

    /// Does a piece of work on a thread of its own, or later where enough are busy.
    private func start(_ work: @escaping Work) {
        let hasRoom = condition.withLock {
            queue.append(work)
            guard working < FileGroup.mostAtOnce else { return false }
            working += 1
            return true
        }
        guard hasRoom else { return }
        do {
            try OwnThread.start("hubdrops disk", stack: 256 << 10) { self.workThroughQueue() }
        } catch {
            // Slower, but done.
            workThroughQueue()
        }
    }

    private func workThroughQueue() {
        while let work = next() {
            do {
                try work()
                condition.withLock { condition.broadcast() }
            } catch {
                condition.withLock {
                    failure = failure ?? error
                    condition.broadcast()
                }
            }
        }
    }

    /// Nil where nothing is left to do: the thread counts as one that works no more.
    private func next() -> Work? {
        condition.withLock {
            guard queue.isEmpty else { return queue.removeFirst() }
            working -= 1
            condition.broadcast()
            return nil
        }
    }
}

/// A complete file that has no name yet, with the lock that tells others that somebody holds it.
struct WrittenFile: Sendable {
    let path: String
    let folder: String
    let temporary: String
    let descriptor: Int32

    func synchronize() throws(DeliveryError) {
        _ = try call(.synchronize, path) { fsync(descriptor) }
    }

    func giveName() throws(DeliveryError) {
        _ = try call(.rename, path) { unsafe rename(temporary, path) }
        close(descriptor)
    }

    func discard() {
        unsafe unlink(temporary)
        close(descriptor)
    }
}
