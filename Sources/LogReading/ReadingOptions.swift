package import Foundation
package import Model

/// How to read the local times of a portal CSV whose date column says `[Local Time]`: they name no zone, and their
/// order of day and month follows the browser that exported them.
package struct LocalTimeRule: Sendable {
    package let zone: TimeZone
    package let order: DateOrder

    package init(zone: TimeZone, order: DateOrder) {
        self.zone = zone
        self.order = order
    }
}

/// What the operator says about the files to be read.
package struct ReadingOptions: Sendable {
    /// Nil refuses local times.
    package var localTime: LocalTimeRule?
    /// The hub of records that name none, as projected columns often do not.
    package var defaultHub: String?
    /// Bytes that are read at a time.
    package var pieceBytes: Int
    /// Whether lines that were seen before may be known by their hash; off only to compare the two ways.
    package var remembersLines: Bool
    /// Whether a thread of its own unpacks what is compressed; of use where the reader has a processor to spare.
    package var unpacksAhead = true

    package init(
        localTime: LocalTimeRule? = nil, defaultHub: String? = nil, pieceBytes: Int = 1 << 20,
        remembersLines: Bool = true
    ) {
        self.localTime = localTime
        self.defaultHub = defaultHub
        self.pieceBytes = max(1, pieceBytes)
        self.remembersLines = remembersLines
    }
}

/// Where a file that has grown is read on: the `resumeOffset` and `resumeLine` of an earlier `ReadingSummary`.
package struct ResumePoint: Sendable, Hashable {
    package let offset: Int64
    /// Lines before that offset.
    package let line: Int64

    package init(offset: Int64, line: Int64) {
        self.offset = offset
        self.line = line
    }
}
