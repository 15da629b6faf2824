import Model

/// Devices by name, and those of one name by module: as `String` compares them, but names as they are seen in nearly all fleets are
/// compared as bytes.
enum DeviceOrder {
    /// The places of devices, in the order of their names; of equal ones the earlier place first.
    static func sorted(_ devices: [Device]) -> [Int] {
        if let texts = ASCIINames(devices) { return texts.sorted() }
        return devices.indices.sorted { left, right in
            let (one, other) = (devices[left], devices[right])
            return (one.name, one.module, left) < (other.name, other.module, right)
        }
    }
}

/// Names in ASCII, whose order is that of their bytes.
private struct ASCIINames {
    /// Name after name, each with its module behind a zero and one more zero at its end.
    private var bytes: [UInt8] = []
    /// Where each begins, and the end of the last.
    private var starts = [0]
    /// How many bytes all begin with.
    private var sharedLength = Int.max

    /// Nil where any has something else than ASCII in it.
    init?(_ devices: [Device]) {
        for device in devices {
            for text in [device.name, device.module] {
                for byte in text.utf8 {
                    guard byte > 0, byte < 0x80 else { return nil }
                    bytes.append(byte)
                }
                bytes.append(0)
            }
            sharedLength = min(sharedLength, lengthShared(with: starts[0], starts[starts.count - 1]))
            starts.append(bytes.count)
        }
    }

    private func lengthShared(with first: Int, _ start: Int) -> Int {
        var length = 0
        while start + length < bytes.count, bytes[first + length] == bytes[start + length] { length += 1 }
        return length
    }

    func sorted() -> [Int] {
        var keys = starts.indices.dropLast().map { (first: head(of: $0), place: $0) }
        keys.sort { $0.first == $1.first ? isBefore($0.place, $1.place) : $0.first < $1.first }
        return keys.map(\.place)
    }

    /// The first bytes behind what all begin with, as a number.
    private func head(of place: Int) -> UInt64 {
        var head: UInt64 = 0
        let start = starts[place] + sharedLength
        for index in start..<start + 8 { head = head << 8 | (index < starts[place + 1] ? UInt64(bytes[index]) : 0) }
        return head
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        var (one, other) = (starts[left] + sharedLength, starts[right] + sharedLength)
        while one < starts[left + 1], other < starts[right + 1] {
            if bytes[one] != bytes[other] { return bytes[one] < bytes[other] }
            one += 1
            other += 1
        }
        return left < right
    }
}
