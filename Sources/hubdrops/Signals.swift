import Foundation

/// What signals do to a run.
enum Signals {
    static func prepare() {
        // A file that reaches the limit of `ulimit -f` then gives an error that can be told, in place of a death.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGTERM, sayAndEnd)
        sayWhenMemoryEnds()
    }

    /// Makes a reader that goes away (`| head`) an error that can be told, for a job that has a hook to run.
    static func outliveReaders() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Looks at a crash once more before it happens: without memory the Swift runtime ends by one of these signals.
    private static func sayWhenMemoryEnds() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != .max
        else { return }
        unsafe memoryToTry = Int(clamping: limit.rlim_cur / 2)
        // A stack that cannot grow is no place for a handler.
        let size = 1 << 16
        var stack = unsafe stack_t(ss_sp: malloc(size), ss_flags: 0, ss_size: size)
        unsafe sigaltstack(&stack, nil)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = sayWhetherMemoryEnded
        action.sa_flags = Int32(SA_ONSTACK)
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT] { unsafe sigaction(number, &action, nil) }
    }
}

/// Half of what the limit on memory allows, in bytes.
nonisolated(unsafe) private var memoryToTry = 0

/// Ends with a sentence where so much memory is not to be had any more, and as it would have otherwise.
///
/// It runs in the middle of anything, as `sayAndEnd` does. The lock and the transaction end with the process.
private func sayWhetherMemoryEnded(_ number: Int32) {
    let found = unsafe mmap(nil, memoryToTry, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if unsafe found == MAP_FAILED {
        let sentence: StaticString =
            "hubdrops: out of memory; raise the limit (ulimit -v) and run again: nothing is left half done\n"
        _ = unsafe write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
        _exit(71)
    }
    signal(number, SIG_DFL)
    raise(number)
}

/// Says why the run ends, and ends by the signal, so that a service manager sees a stop and no failure.
///
/// It runs in the middle of anything, so it allocates nothing and calls only what signal-safety(7) allows.
private func sayAndEnd(_ number: Int32) {
    let sentence: StaticString =
        "hubdrops: stopped by signal 15 (SIGTERM); nothing is left half done, the next run starts from there\n"
    _ = unsafe write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
    signal(number, SIG_DFL)
    raise(number)
}
