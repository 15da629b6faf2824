import Model

/// Why packed counts cannot be believed.
enum CountDamage: Error, Equatable {
    /// The bytes end inside a number.
    case cut
    /// A number above 32 bits.
    case outOfRange
    /// A device a second time, or a device without records.
    case disordered
    /// What the row says of itself is not what its bytes say.
    case sums
}

extension CountDamage: CustomStringConvertible {
    var description: String {
        switch self {
        case .cut: "they end inside a number"
        case .outOfRange: "they hold a number out of range"
        case .disordered: "they name a device twice, or without records"
        case .sums: "they do not add up to what their row says"
        }
    }
}

/// The counts of one event type in one quarter of an hour, as a row of `rollup` has them.
///
/// Nearly every event of a large fleet has a count of its own, so that a row for each would double the import's work
/// and the file. The bytes are pairs of numbers in ascending order of device: the distance from the device before,
/// the first from 0, and the records. Numbers are LEB128: seven bits a byte, lowest first, the high bit set on all
/// but the last byte (DWARF Debugging Information Format 5, section 7.6).
struct PackedCounts {
    let devices: Int64
    let records: Int64
    let bytes: [UInt8]
}

extension PackedCounts {
    /// Packs counts, which must be in ascending order of device, each device once.
    init(_ counts: [DeviceCount]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(counts.count * 3)
        var previous: DeviceID = 0
        var records: Int64 = 0
        for count in counts {
            Self.append(count.device &- previous, to: &bytes)
            Self.append(count.records, to: &bytes)
            previous = count.device
            records += Int64(count.records)
        }
        self.init(devices: Int64(counts.count), records: records, bytes: bytes)
    }

    /// The counts in ascending order of device; whatever the bytes are, this ends and gives no wrong count for
    /// bytes that were cut or changed in length.
    func unpacked() throws(CountDamage) -> [DeviceCount] {
        var counts: [DeviceCount] = []
        counts.reserveCapacity(bytes.count / 2)
        var place = 0
        var device: DeviceID = 0
        var sum: Int64 = 0
        while place < bytes.count {
            let distance = try number(at: &place)
            let records = try number(at: &place)
            let (next, overflow) = device.addingReportingOverflow(distance)
            guard !overflow else { throw .outOfRange }
            guard distance > 0 || counts.isEmpty, records > 0 else { throw .disordered }
            counts.append(DeviceCount(device: next, records: records))
            device = next
            sum += Int64(records)
        }
        guard counts.count == devices, sum == records else { throw .sums }
        return counts
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private func number(at place: inout Int) throws(CountDamage) -> UInt32 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                guard let number = UInt32(exactly: number) else { throw .outOfRange }
                return number
            }
            shift += 7
            guard shift < 35 else { throw .outOfRange }
        }
        throw .cut
    }
}

extension PackedCounts {
    /// The sums of two lists in ascending order of device; a sum above 32 bits throws.
    static func sum(_ left: [DeviceCount], _ right: [DeviceCount]) throws(CountDamage) -> [DeviceCount] {
        var sums: [DeviceCount] = []
        sums.reserveCapacity(left.count + right.count)
        var index = 0
        for count in right {
            while index < left.count, left[index].device < count.device {
                sums.append(left[index])
                index += 1
            }
            guard index < left.count, left[index].device == count.device else {
                sums.append(count)
                continue
            }
            let (records, overflow) = left[index].records.addingReportingOverflow(count.records)
            guard !overflow else { throw .outOfRange }
            sums.append(DeviceCount(device: count.device, records: records))
            index += 1
        }
        sums.append(contentsOf: left[index...])
        return sums
    }
}
