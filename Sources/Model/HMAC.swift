/// HMAC-SHA256 (RFC 2104) with one key.
package struct HMAC: Sendable {
    private let inner: [UInt8]
    private let outer: [UInt8]

    /// - Parameter key: of any length; what is longer than 64 bytes counts by its hash.
    package init(key: [UInt8]) {
        let key = key.count > 64 ? SHA256.digest(of: key) : key
        let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
        inner = padded.map { $0 ^ 0x36 }
        outer = padded.map { $0 ^ 0x5c }
    }

    /// 32 bytes that nobody without the key can make for the message.
    package func code(of message: [UInt8]) -> [UInt8] {
        SHA256.digest(of: outer + SHA256.digest(of: inner + message))
    }
}
