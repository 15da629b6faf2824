import Testing

@testable import LogReading

@Suite struct RemoteLogTests {
    /// An empty one would be the same as the last one for ever, and the blob never read again.
    @Test(arguments: [("", nil), ("0x8DE7", "0x8DE7")])
    func whatItsKeeperSaysNothingOfHasNoVersion(tag: String, version: String?) {
        let remote = RemoteLog(
            version: tag, open: { (_: Range<Int64>) throws(LogReadingError) in MemoryStream([]) }, expect: {})
        #expect(LogSource(address: "https://a/b", size: 1, modified: nil, remote: remote).version == version)
    }
}
