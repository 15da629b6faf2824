import Foundation
import LogReading
import Model
import Testing

// One clean connect each, of the devices a and b, packed by Python's gzip module.
private let memberA =
    "H4sIAAAAAAACAy2MQQuCMBhA7/2M75xsWhTsWATtUAkqQewy5lcMdJO5pBD/e1/i9b3HGyHaFkFAxrNdwjdJyku+F2kmtukD1hCw9+9gUNbUsA+Tt/JcHQqWV5e8SO6nihrfYdDRenfV86rGwRo8eufQRPJGR3z58CW1QGp7Eg0O2BCV7ulDOy+IduE/jBZ7UqNadrJWIBRoBRNMqx+QIfJetwAAAA=="
private let memberB =
    "H4sIAAAAAAACAy2MQQuCMBhA7/2M75w4LQp2LIR2qASVIHax7SsGuslcUoj/vS/x+t7jjRBMi8AhZekuYpsoYSXb8yTl2+QOa/DYu7dXKDQ18ScW1/JUHYo4r855Ed2yihrXoa+DcfZSzyuNg1F4dNaiCuRVHfDl/JfUAqntSTQ4YENU2Kfz7bwg2vn/MBjsSY1y2QktgUt4SJhgWv0ADTsab7cAAAA="

/// The first one, packed once more.
private let twiceCompressed =
    "H4sIAAAAAAACAwGmAFn/H4sIAAAAAAACAy2MQQuCMBhA7/2M75xsWhTsWATtUAkqQewy5lcMdJO5pBD/e1/i9b3HGyHaFkFAxrNdwjdJyku+F2kmtukD1hCw9+9gUNbUsA+Tt/JcHQqWV5e8SO6nihrfYdDRenfV86rGwRo8eufQRPJGR3z58CW1QGp7Eg0O2BCV7ulDOy+IduE/jBZ7UqNadrJWIBRoBRNMqx+QIfJetwAAABdHHbymAAAA"

private func bytes(_ base64: String) throws -> [UInt8] {
    try Array(#require(Data(base64Encoded: base64)))
}

private func devices(_ result: ReadResult) -> [Substring?] {
    result.events.map { $0.split(separator: "|").last }
}

@Suite struct GzipTests {
    @Test func whatIsCompressedTwiceIsNamed() throws {
        let result = try read(bytes(twiceCompressed))
        #expect(result.rejects == ["0: compressed twice; unpack it once"])
    }

    @Test func severalMembersAreOneText() throws {
        let result = try read(bytes(memberA) + bytes(memberB) + bytes(memberA))
        #expect(devices(result) == ["a", "b", "a"])
        #expect(result.rejects == [])
        #expect(result.summary.isCompressed)
        #expect(result.summary.resumeOffset == nil)
        #expect(result.summary.bytes == 166 + 167 + 166)
    }

    @Test func zerosBehindTheLastMemberArePadding() throws {
        let result = try read(bytes(memberA) + [UInt8](repeating: 0, count: 1000))
        #expect(devices(result) == ["a"])
        #expect(result.rejects == [])
        #expect(result.summary.warnings == [])
    }

    @Test func aCutMemberIsARejectAndAWarning() throws {
        let result = try read(bytes(memberA) + bytes(memberB).dropLast(9))
        #expect(devices(result).first == "a")
        #expect(result.rejects.contains("0: the compressed data end early"))
        #expect(result.summary.warnings.count == 1)
    }

    @Test func bytesBehindTheLastMemberAreARejectAndAWarning() throws {
        let result = try read(bytes(memberA) + Array("garbage".utf8))
        #expect(devices(result) == ["a"])
        #expect(result.rejects == ["0: bytes that are not compressed data follow the compressed data"])
        #expect(result.summary.warnings.count == 1)
    }

    @Test func damagedDataAreARejectAndAWarning() throws {
        var damaged = try bytes(memberB)
        damaged[160] ^= 0xff  // inside the checksum
        let result = try read(bytes(memberA) + damaged)
        #expect(devices(result).first == "a")
        #expect(result.rejects == ["0: the compressed data are damaged"])
        #expect(result.summary.warnings.count == 1)
    }

    /// A large one is unpacked ahead on a thread of its own.
    @Test func aLargeFileIsReadToItsEndWithItsDefect() throws {
        let packed = try bytes(memberA)
        let many = (0..<2_000).flatMap { _ in packed }
        #expect(many.count > 1 << 17)
        let result = try read(many + bytes(memberB).dropLast(9))
        #expect(devices(result).filter { $0 == "a" }.count == 2_000)
        #expect(result.rejects.contains("0: the compressed data end early"))
        #expect(result.summary.bytes == Int64(many.count) + 167 - 9)
    }
}
