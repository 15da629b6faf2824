import Model

/// Drops as rows of `day_drop`, without what they get from their edition: bytes that can wait wherever there is room.
package struct SharedDropRows {
    /// Each row behind its length.
    package private(set) var bytes: [UInt8]

    /// - Parameter bytes: those of other rows.
    package init(bytes: [UInt8] = []) { self.bytes = bytes }

    package mutating func add(_ drop: SharedDrop) {
        var row = RowBinaryWriter()
        row.put(drop.hub, drop.device)
        row.put(drop.start.ticks)
        for known in [drop.end?.ticks, drop.downtimeSeconds, drop.downtimeInDaySeconds] {
            row.put(known) { $0.put($1) }
        }
        for text in [drop.cause, drop.confidence, drop.codes, drop.transport, drop.sdk, drop.address] { row.put(text) }
        row.put(drop.connectionAgeSeconds) { $0.put($1) }
        row.put(drop.incident)
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: row.bytes.count >> shift))
        }
        bytes += row.bytes
    }

    func forEach(_ take: (ArraySlice<UInt8>) throws -> Void) rethrows {
        var next = 0
        while next + 4 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[next + $1]) << (8 * $1) }
            try take(bytes[next + 4..<next + 4 + length])
            next += 4 + length
        }
    }
}
