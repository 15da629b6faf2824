import Foundation

/// How a command ended.
package enum ProcessEnd: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// It took longer than it was allowed to, and was stopped with all that it had started.
    case timedOut(seconds: Int)
    /// It could not be started; the number is an `errno`.
    case notStarted(Int32)
}

extension ProcessEnd: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "ended by signal \(signal)"
        case .timedOut(let seconds): "stopped after \(seconds) seconds"
        case .notStarted(let code): "cannot be started: \(DeliveryError.words(for: code))"
        }
    }
}

/// Runs commands without a shell, with a bound on their time and on what is kept of their words.
struct ChildProcess {
    let words: [String]
    /// Variables over those of this process's environment.
    var added: [String: String] = [:]
    var seconds = 60
    var longestOutput = 4096

    /// Runs the command to its end.
    ///
    /// It reads from `input` (nothing, when nil) and what it prints to either stream is returned, cut at
    /// `longestOutput` bytes.
    func run(input: Int32? = nil) -> (end: ProcessEnd, output: String) {
        let null = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(null) }
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return (.notStarted(errno), "") }
        let (reading, writing) = (ends[0], ends[1])
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { close(reading) }
        let (child, code) = spawn(input: input ?? null, output: writing)
        close(writing)
        if code != 0 { return (.notStarted(code), "") }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        var output: [UInt8] = []
        let end = wait(for: child) { patience in
            var waiting = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
            let ready = unsafe poll(&waiting, 1, patience)
            // A stream at its end is always ready, so the wait is then left to the clock.
            if ready != 0 && !drain(reading, into: &output) { usleep(useconds_t(patience) * 1000) }
        }
        _ = drain(reading, into: &output)
        return (end, String(decoding: output, as: UTF8.self))
    }

    /// Reads what is there; false when the stream has ended.
    private func drain(_ descriptor: Int32, into output: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<1024 {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return false }
            if count < 0 { return true }
            output += chunk[..<min(count, max(0, longestOutput - output.count))]
        }
        return true
    }

    private func wait(for child: pid_t, meanwhile: (_ milliseconds: Int32) -> Void) -> ProcessEnd {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        let lastWarning = deadline + .seconds(2)
        // What hangs inside the kernel, on a file system that is gone, not even SIGKILL ends.
        let end = lastWarning + .seconds(10)
        var isLate = false
        var patience: Int32 = 1
        while true {
            var status: Int32 = 0
            let ended = unsafe waitpid(child, &status, WNOHANG)
            if ended == child || (ended < 0 && errno != EINTR) {
                if isLate { kill(-child, SIGKILL) }
                if isLate { return .timedOut(seconds: seconds) }
                // Without a status to be had, nothing may be taken for success.
                if ended < 0 { return .exited(127) }
                return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
            }
            let now = clock.now
            if now >= end { return .timedOut(seconds: seconds) }
            if now >= lastWarning {
                kill(-child, SIGKILL)
            } else if now >= deadline && !isLate {
                isLate = true
                kill(-child, SIGTERM)
            }
            meanwhile(patience)
            patience = min(patience * 2, 20)
        }
    }

    /// Starts the command as the leader of its own group, with default signals; an `errno`, or 0.
    private func spawn(input: Int32, output: Int32) -> (pid: pid_t, code: Int32) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let environment = ProcessInfo.processInfo.environment.merging(added) { $1 }
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted().filter { !$0.utf8.contains(0) }
        var pid: pid_t = 0
        let code = unsafe withCStrings(words) { arguments in
            unsafe withCStrings(variables) { unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, $0) }
        }
        return (pid, code)
    }
}

/// Lends the texts as a list of C strings that ends in a null pointer.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count + 1)
    for (index, text) in texts.enumerated() {
        unsafe copies[index] = strdup(text)
    }
    unsafe copies[texts.count] = nil
    defer {
        for index in texts.indices { unsafe free(copies[index]) }
        unsafe copies.deallocate()
    }
    return unsafe body(copies)
}
