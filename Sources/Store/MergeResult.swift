/// What became of the events of an hour: every one is in exactly one of the three.
package struct MergeResult: Equatable, Sendable {
    /// Events that the database did not have.
    package var added: Int64 = 0
    /// Events that it had, or that came twice.
    package var duplicates: Int64 = 0
    /// Events older than what is kept, see `Store.prune`.
    package var expired: Int64 = 0

    package init(added: Int64 = 0, duplicates: Int64 = 0, expired: Int64 = 0) {
        self.added = added
        self.duplicates = duplicates
        self.expired = expired
    }

    package static func += (left: inout MergeResult, right: MergeResult) {
        left.added += right.added
        left.duplicates += right.duplicates
        left.expired += right.expired
    }
}
