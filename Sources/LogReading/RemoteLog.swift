/// How to come by the bytes of what another machine keeps.
package struct RemoteLog: Sendable, Hashable {
    let version: String
    let open: @Sendable (Range<Int64>) throws(LogReadingError) -> any ByteStream
    let expect: @Sendable () -> Void

    /// - Parameters:
    ///   - version: what its keeper calls the present content; empty where it says nothing of it.
    ///   - open: gives the bytes of a range and no others.
    ///   - expect: is told that all of it will be opened soon.
    package init(
        version: String, open: @escaping @Sendable (Range<Int64>) throws(LogReadingError) -> any ByteStream,
        expect: @escaping @Sendable () -> Void
    ) {
        self.version = version
        self.open = open
        self.expect = expect
    }

    package static func == (left: RemoteLog, right: RemoteLog) -> Bool { left.version == right.version }

    package func hash(into hasher: inout Hasher) { hasher.combine(version) }
}
