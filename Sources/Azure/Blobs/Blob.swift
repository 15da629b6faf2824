package import Model

/// A blob as a list names it.
package struct Blob: Hashable, Sendable {
    /// Decoded, from behind the container on.
    package var name = ""
    /// Bytes.
    package var size: Int64 = 0
    /// Without quotes; empty where the list has none.
    package var etag = ""
    /// When it was last written; nil where the list does not say so.
    package var modified: Instant?
    /// When it was made: another one of the same name has another time.
    var created = ""
    /// Whether it may have grown since it was listed, while what it had stays as it was.
    var isAppended = false
    /// Whether it lies in a tier that nobody can read from.
    var isArchived = false
}
