import Model

/// The windows of stored counts: quarter hours.
enum StoredWindow {
    /// Length in seconds.
    static let seconds: Int64 = 900

    /// Start of the window that a moment belongs to, in seconds since 1970.
    static func start(of time: Instant) -> Int64 {
        let moment = time.seconds
        let remainder = moment % seconds
        return moment - (remainder < 0 ? remainder + seconds : remainder)
    }
}
