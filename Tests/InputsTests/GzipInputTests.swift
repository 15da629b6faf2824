import Foundation
import Inputs
import LogReading
import Diagnosis
import Testing

/// An optional input may be compressed, as the logs may.
@Suite struct GzipInputTests {
    /// `[{"deviceId":"a","status":"disabled"},{"deviceId":"b","status":"enabled"}]`, packed by Python's gzip module.
    private let packed =
        "H4sIAAAAAAACA4uuVkpJLctMTvVMUbJSSlTSUSouSSwpLQZyUjKLE5NyUlOUanVQFCUhK0rNg6qJ5QIApoX4LUsAAAA="

    private func bytes() throws -> [UInt8] { try Array(#require(Data(base64Encoded: packed))) }

    @Test func aCompressedRegistryIsRead() throws {
        let result = try RegistryReader().read(LogSource(name: "registry.json.gz", bytes: try bytes()))
        #expect(result.registry.hubs[""]?.mapValues(\.isDisabled) == ["a": true, "b": false])
    }

    @Test func aCompressedRegistryThatEndsEarlyIsAnError() throws {
        let cut = Array(try bytes().dropLast(9))
        let found = error { _ = try RegistryReader().read(LogSource(name: "registry.json.gz", bytes: cut)) }
        #expect(found?.description == "registry.json.gz: the compressed data end early; fetch it again")
    }
}
