package import Model

/// What an import read of one file.
package struct FileRecord: Sendable, Codable {
    /// Most rejects of a file that are kept with their text; all are counted.
    package static let mostRejectsKept = 1000
    /// Most warnings that one reading may add to a file.
    package static let mostWarningsKept = 100

    /// What tells the file from others: its absolute path.
    package let path: String
    /// The path as it was given, which people know it by.
    package let name: String
    /// Bytes, as they were when the file was opened.
    package let size: Int64
    package let modified: Instant
    /// What its keeper calls the content; nil where nobody but the file system keeps it.
    package let version: String?
    package let headHash: [UInt8]
    package let tailHash: [UInt8]
    /// Lines, records and the like count what was read this time; `resumeOffset` and `resumeLine` are positions in
    /// the file.
    package let summary: ReadingSummary
    /// Events read per hour since 1970, duplicates included.
    package let hours: [Int: Int64]
    /// Rejects with their line in the file, whether or not reading began at its start.
    package let rejections: [Rejection]
    /// Whether reading went on where the last one had ended, so that this adds to what is known of the file.
    package let resumed: Bool

    package init(
        path: String, name: String, size: Int64, modified: Instant, version: String? = nil, headHash: [UInt8],
        tailHash: [UInt8],
        summary: ReadingSummary, hours: [Int: Int64], rejections: [Rejection], resumed: Bool
    ) {
        self.path = path
        self.name = name
        self.size = size
        self.modified = modified
        self.version = version
        self.headHash = headHash
        self.tailHash = tailHash
        self.summary = summary
        self.hours = hours
        self.rejections = rejections
        self.resumed = resumed
    }
}
