import CMalloc

/// What becomes of memory that is freed.
package enum Heap {
    /// Large blocks go back to the system as soon as they are freed, and so does what is free already.
    ///
    /// glibc raises both limits, to 32 and 64 MiB, with the first large block that is freed, and a run, whose parts each need some
    /// large blocks, then holds those of all its parts at once: 20 MiB more on a day of 45,000 devices, at the same
    /// processor time (mallopt(3)). And threads share two heaps, since what is free in one is of no use to another.
    package static func giveBack() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        malloc_trim(0)
    }

    /// Blocks of a few MiB stay.
    ///
    /// An import needs the same ones for each hour: to get them page by page from the system takes a tenth of its processor
    /// time. They are some 10 MiB on a day of 45,000 devices, and its report needs more than both.
    static func keep() {
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
        mallopt(M_TRIM_THRESHOLD, 8 << 20)
    }
}
