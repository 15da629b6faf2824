import Foundation

/// The system gave no thread: a limit on processes (`ulimit -u`, `TasksMax=`, a container's) or on memory is reached.
package struct NoThread: Error, Hashable, CustomStringConvertible {
    /// The answer of pthread_create(3).
    package let code: Int32

    package var description: String {
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return "no thread to be had: \(words); raise the limit on processes (ulimit -u, TasksMax=) or on memory "
            + "(ulimit -v, MemoryMax=) and run again"
    }
}

/// A thread that runs one piece of work and ends.
package enum OwnThread {
    /// Starts the work on a thread of its own.
    ///
    /// - Parameters:
    ///   - name: for whoever looks at the process's threads.
    ///   - stack: bytes.
    /// - Throws: `NoThread` where the system gives none; the work has not begun then. (`Thread` of Foundation says
    ///   nothing of it, and who waits for the work waits for ever.)
    package static func start(
        _ name: String, stack: Int, _ work: @escaping @Sendable () -> Void
    ) throws(NoThread) {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        unsafe pthread_attr_init(attributes)
        defer {
            unsafe pthread_attr_destroy(attributes)
            unsafe attributes.deallocate()
        }
        unsafe pthread_attr_setstacksize(attributes, stack)
        unsafe pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        let task = unsafe Unmanaged.passRetained(
            Task {
                Thread.current.name = name
                work()
            })
        var thread: pthread_t = 0
        let code = unsafe pthread_create(&thread, attributes, run, task.toOpaque())
        guard code == 0 else {
            unsafe task.release()
            throw NoThread(code: code)
        }
    }

    private final class Task: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { task in
        if let task = unsafe task { unsafe Unmanaged<Task>.fromOpaque(task).takeRetainedValue().work() }
        return nil
    }
}
