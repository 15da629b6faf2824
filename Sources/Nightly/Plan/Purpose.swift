/// Why a run is made.
enum Purpose: Hashable, Sendable {
    /// The timer's run: it imports, leaves alone what is up to date, and mails.
    ///
    /// One that is watched writes its day again, since somebody wants to read of it.
    case nightly(isWatched: Bool)
    /// Somebody asked for a report that the database can give: it is written whatever is there already, and the mail of
    /// what it changes is left to the next nightly run.
    case reissue

    var isNightly: Bool { self != .reissue }

    /// Whether a report that is up to date may be left alone.
    var maySkip: Bool { self == .nightly(isWatched: false) }
}
