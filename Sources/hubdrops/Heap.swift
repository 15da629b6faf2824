import CMalloc

/// What becomes of memory that is freed.
enum Heap {
    /// Large blocks go back to the system as soon as they are freed.
    ///
    /// glibc raises both limits, to 32 and 64 MiB, with the first large block that is freed, and a run, whose parts each need some
    /// large blocks, then holds those of all its parts at once: 20 MiB more on a day of 45,000 devices, at the same
    /// processor time (mallopt(3)). And threads share two heaps, since what is free in one is of no use to another.
    static func giveBack() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
    }
}
