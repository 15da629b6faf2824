import Foundation

/// What signals do to a run.
enum Signals {
    static func prepare() {
        // A file that reaches the limit of `ulimit -f` then gives an error that can be told, in place of a death.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGTERM, sayAndEnd)
    }
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
