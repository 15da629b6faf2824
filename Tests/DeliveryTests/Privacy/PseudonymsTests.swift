import Foundation
import Testing

@testable import Delivery

@Suite struct PseudonymsTests {
    private let pseudonyms = Pseudonyms(secret: Array(0..<32))

    /// RFC 4231, test case 2.
    @Test func theAuthenticatorIsThatOfTheStandard() {
        let known = Pseudonyms(secret: Array("Jefe".utf8)).authenticator(of: "what do ya want for nothing?")
        #expect(known == bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
    }

    /// RFC 4231, test case 6: a key longer than a block is hashed first.
    @Test func aLongSecretIsHashedFirst() {
        let long = Pseudonyms(secret: Array(repeating: 0xaa, count: 131))
        let known = long.authenticator(of: "Test Using Larger Than Block-Size Key - Hash Key First")
        #expect(known == bytes("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
    }

    /// The expected texts were made with Python's hmac.
    @Test func aNameHasOnePseudonymForEachKind() {
        #expect(pseudonyms.name(.device, "pump-0001") == "d-c7wnzn4wa2kz")
        #expect(pseudonyms.name(.module, "camera") == "m-phpq6j0e10r2")
        #expect(pseudonyms.name(.module, "$edgeHub") == "$edgeHub")
        #expect(pseudonyms.name(.device, "") == "")
    }

    @Test func addressesOfOneNetworkShareItsPseudonym() {
        #expect(pseudonyms.address("203.0.113.XXX") == "mzvf4y.1pzztx.42x5vr.XXX")
        #expect(pseudonyms.address("203.0.114.XXX").hasPrefix("mzvf4y.1pzztx."))
        #expect(!pseudonyms.address("198.0.113.XXX").contains("1pzztx"))
        #expect(pseudonyms.address("2001:db8::XXXX") == "a-aqjf0xth1vbg")
    }

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }
}

@Suite struct RedactionKeyTests {
    @Test func aMissingSecretIsMadeForItsOwnerAlone() throws {
        let folder = try TemporaryFolder()
        let secret = try RedactionKey.secret(at: folder.path + "/key")
        #expect(secret.count == 64)
        #expect(try folder.mode(of: "key") == 0o600)
        #expect(try RedactionKey.secret(at: folder.path + "/key") == secret)
        #expect(try folder.names() == ["key"])
        let other = try TemporaryFolder()
        #expect(try RedactionKey.secret(at: other.path + "/key") != secret)
    }

    @Test func aSecretThatIsShortOrOpenToAllIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        try folder.put("secret\n", at: "key")
        try Self.setMode(0o600, path)
        #expect(throws: RedactionKeyError.tooShort(path: path)) { try RedactionKey.secret(at: path) }
        try folder.put(String(repeating: "0123456789", count: 4), at: "key")
        try Self.setMode(0o644, path)
        #expect(throws: RedactionKeyError.openToAll(path: path)) { try RedactionKey.secret(at: path) }
        try Self.setMode(0o640, path)
        #expect(try RedactionKey.secret(at: path).count == 40)
    }

    @Test(arguments: [(31, false), (32, true)])
    func aSecretHasAtLeast32Bytes(count: Int, isTaken: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.put(String(repeating: "x", count: count) + "\n", at: "key")
        try Self.setMode(0o600, folder.path + "/key")
        #expect(((try? RedactionKey.secret(at: folder.path + "/key")) != nil) == isTaken)
    }

    private static func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
