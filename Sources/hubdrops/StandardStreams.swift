import Foundation

/// The streams that a program is started with.
enum StandardStreams {
    /// Gives a stream that was closed (`>&-`) a place of its own.
    ///
    /// The next file that the program opens would have its number otherwise, and what is printed would go into the
    /// database's lock. As the C library does for privileged programs, each is opened the wrong way round: to use it
    /// fails as it does with a closed one.
    static func open() {
        for (stream, access) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is the stream's: those below it are open by now.
            _ = unsafe Glibc.open("/dev/null", access)
        }
    }
}
