/// How large a day is that is about to be worked out, and in how many slices its drops should be judged.
struct DaySize {
    var devices = 0
    /// Of the day and the hours around it.
    var records = 0
    /// As many drops at most.
    var disconnects = 0

    static let mostSlices = 256

    /// Of a hub whose drops are mostly renewals, 40 MiB of drops: less than the rest of a run needs.
    private static let recordsInSlice = 3_000_000

    /// As many as a day has where nobody set a bound.
    var slices: Int { DaySize.slices(records, of: DaySize.recordsInSlice) }

    /// As few as keep the process within so many MiB, while as many hubs as there are jobs are worked out at a time; the most
    /// there are where none do.
    func slices(within mebibytes: Int, jobs: Int) -> Int {
        let room = ((mebibytes << 20) - DaySize.process) / jobs - devices * DaySize.device
        guard room > 0 else { return DaySize.mostSlices }
        let drops = disconnects.multipliedReportingOverflow(by: DaySize.drop)
        return DaySize.slices(drops.overflow ? .max : drops.partialValue, of: room)
    }

    private static func slices(_ all: Int, of size: Int) -> Int {
        min(mostSlices, max(1, all / size + (all % size > 0 ? 1 : 0)))
    }

    // Bytes, as four days of up to 51 million records took them; see docs/scale.md. What drops take that are not expected is in
    // the figure of the devices.
    private static let process = 60 << 20
    private static let device = 640
    private static let drop = 45
}
