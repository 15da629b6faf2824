import Testing

@testable import Nightly

@Suite struct DaySizeTests {
    @Test(arguments: [(0, 1), (3_000_000, 1), (3_000_001, 2), (14_280_000, 5), (3_000_000_000, 256)])
    func aDayHasASliceForEveryThreeMillionRecords(records: Int, slices: Int) {
        #expect(DaySize(records: records).slices == slices)
    }

    /// Of 100 MiB, 60 are the process's: 41,943,040 bytes for drops of 45 bytes each.
    @Test(arguments: [(932_067, 1), (932_068, 2), (9_320_670, 10), (9_320_680, 11)])
    func slicesAreAsFewAsTheBoundAllows(disconnects: Int, slices: Int) {
        #expect(DaySize(disconnects: disconnects).slices(within: 100, jobs: 1) == slices)
    }

    @Test func whatDevicesTakeIsNotThereForDrops() {
        // 32,768 devices of 640 bytes leave 20 MiB.
        #expect(DaySize(devices: 32_768, disconnects: 466_033).slices(within: 100, jobs: 1) == 1)
        #expect(DaySize(devices: 32_768, disconnects: 466_034).slices(within: 100, jobs: 1) == 2)
    }

    @Test func hubsThatAreWorkedOutSideBySideShareTheBound() {
        #expect(DaySize(disconnects: 466_033).slices(within: 100, jobs: 2) == 1)
        #expect(DaySize(disconnects: 466_034).slices(within: 100, jobs: 2) == 2)
    }

    @Test func whereNoNumberOfSlicesIsEnoughThereAreTheMost() {
        #expect(DaySize(devices: 65_536, disconnects: 1).slices(within: 100, jobs: 1) == 256)
        #expect(DaySize(devices: 1, disconnects: 1).slices(within: 60, jobs: 4) == 256)
    }

    @Test func aDamagedCountIsTheLargestThereIs() {
        #expect(DaySize(disconnects: .max).slices(within: 100, jobs: 1) == 256)
    }
}
