/// FNV-1a over words of eight bytes: it tells one content from another and finds damage, and guards against nobody.
package enum Checksum {
    package static func of(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        var index = 0
        while index + 8 <= bytes.count {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << (8 * UInt64(offset)) }
            hash = (hash ^ word) &* 0x0000_0100_0000_01b3
            index += 8
        }
        for byte in bytes[index...] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ hash >> 32
    }
}
