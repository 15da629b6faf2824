@testable import Store
import Testing

@Suite struct PackedCountsTests {
    private let counts = [
        DeviceCount(device: 0, records: 1), DeviceCount(device: 300, records: 128),
        DeviceCount(device: .max, records: .max),
    ]

    private func packed(_ bytes: [UInt8], devices: Int64 = 1, records: Int64 = 1) -> PackedCounts {
        PackedCounts(devices: devices, records: records, bytes: bytes)
    }

    @Test func areDistancesAndRecordsInSevenBitsAByte() {
        // 300 = 2 * 128 + 44; 128 = 1 * 128; 2^32 - 1 - 300 = 4294966995; 2^32 - 1 = 15, then four times 127.
        let packed = PackedCounts(counts)
        #expect(
            packed.bytes == [
                0x00, 0x01, 0xAC, 0x02, 0x80, 0x01, 0xD3, 0xFD, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F,
            ])
        #expect(packed.devices == 3 && packed.records == 4_294_967_424)
    }

    @Test func comeBackAsTheyWere() throws {
        #expect(try PackedCounts(counts).unpacked() == counts)
        #expect(try PackedCounts([]).unpacked() == [])
    }

    @Test func bytesThatWereCutAnywhereAreDamaged() {
        let whole = PackedCounts(counts)
        for length in whole.bytes.indices {
            let cut = packed(Array(whole.bytes.prefix(length)), devices: whole.devices, records: whole.records)
            #expect(throws: CountDamage.self) { try cut.unpacked() }
        }
    }

    @Test func aNumberWithoutEndIsDamaged() {
        #expect(throws: CountDamage.outOfRange) { try packed([UInt8](repeating: 0xFF, count: 100)).unpacked() }
        #expect(throws: CountDamage.cut) { try packed([0x80]).unpacked() }
    }

    @Test func aNumberAbove32BitsIsDamaged() {
        #expect(throws: CountDamage.outOfRange) { try packed([0xFF, 0xFF, 0xFF, 0xFF, 0x1F, 0x01]).unpacked() }
    }

    @Test func aDeviceAboveTheHighestIsDamaged() {
        let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x01, 0x01, 0x01]
        #expect(throws: CountDamage.outOfRange) { try packed(bytes, devices: 2, records: 2).unpacked() }
    }

    @Test func aDeviceTwiceOrWithoutRecordsIsDamaged() {
        #expect(throws: CountDamage.disordered) { try packed([5, 1, 0, 1], devices: 2, records: 2).unpacked() }
        #expect(throws: CountDamage.disordered) { try packed([5, 0], records: 0).unpacked() }
    }

    @Test func sumsThatTheRowDoesNotNameAreDamaged() {
        #expect(throws: CountDamage.sums) { try packed([5, 1], devices: 2).unpacked() }
        #expect(throws: CountDamage.sums) { try packed([5, 1], records: 2).unpacked() }
    }

    @Test func sumsJoinTheSameDeviceAndKeepTheOrder() throws {
        let left = [DeviceCount(device: 1, records: 2), DeviceCount(device: 7, records: 3)]
        let right = [
            DeviceCount(device: 0, records: 1), DeviceCount(device: 7, records: 4), DeviceCount(device: 9, records: 5),
        ]
        #expect(
            try PackedCounts.sum(left, right) == [
                DeviceCount(device: 0, records: 1), DeviceCount(device: 1, records: 2),
                DeviceCount(device: 7, records: 7), DeviceCount(device: 9, records: 5),
            ])
    }

    @Test func aSumAbove32BitsIsRefused() {
        let most = [DeviceCount(device: 1, records: .max)]
        #expect(throws: CountDamage.outOfRange) {
            try PackedCounts.sum(most, [DeviceCount(device: 1, records: 1)])
        }
    }
}
