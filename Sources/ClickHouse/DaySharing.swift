package import Model
package import Store

/// Hands on what a copy keeps of its report days, for people who ask the servers in SQL.
///
/// The copy notes what it has handed on, so a day that did not arrive goes with the next run.
package struct DaySharing {
    private let server: EventServer
    private let store: Store
    private let timeZone: String
    private let only: [String]

    /// Gives the drops of a day to whoever takes them, some at a time and in any order; none where their causes cannot be
    /// known any more.
    package typealias DropSource = (CivilDate, _ take: (SharedDropRows) throws -> Void) throws -> Void

    /// - Parameter only: the hubs that reports are asked for; empty for all.
    package init(of store: Store, with server: EventServer, timeZone: String, only: [String]) {
        self.server = server
        self.store = store
        self.timeZone = timeZone
        self.only = only.sorted()
    }

    /// Writes the days that the servers do not know as they are, each as an edition of its own.
    ///
    /// - Parameter reported: the days of which this run wrote a report.
    /// - Throws: `ClickHouseError`; days whose edition was acknowledged are noted.
    package func share(reported: Set<CivilDate>, now: Instant, drops: DropSource) throws {
        let days = try store.unsharedDays(timeZone: timeZone).filter { UInt16(exactly: $0.date.daysSince1970) != nil }
        guard let first = days.first, let last = days.last else { return }
        try server.createTables(lacking: server.schema.dayNames)
        let editions = try server.editions(timeZone: timeZone, of: first.date...last.date)
        for day in days {
            let known = editions[day.date] ?? []
            let latest = known.filter { $0.only == only }.max { $0.number < $1.number }
            // What others reported counts for more than what this machine worked out to compare with.
            if latest != nil, !day.wasShared, !reported.contains(day.date) { continue }
            try share(day.date, known, latest?.digest, now, drops)
            try store.noteShared(day, timeZone: timeZone)
        }
    }

    private func share(
        _ date: CivilDate, _ known: [DayEdition], _ digest: UInt64?, _ now: Instant, _ drops: DropSource
    ) throws {
        guard let numbers = try store.dayNumbers(of: date, timeZone: timeZone) else { return }
        var unsent = EditionRows(of: date, timeZone, edition: 0, to: nil)
        var hubs = Set(numbers.hubs + only)
        hubs.formUnion(try addRows(of: date, to: &unsent))
        try unsent.add(to: ClickHouseSchema.edition) { $0.put(numbers, only: only, hubs: [], digest: 0) }
        guard unsent.digest != digest else { return }
        // A hub that has no record of the day any more has no row any more.
        if only.isEmpty { hubs.formUnion(known.flatMap(\.hubs)) }
        var rows = EditionRows(of: date, timeZone, edition: DaySharing.number(after: known, now), to: server)
        _ = try addRows(of: date, to: &rows)
        var number: UInt64 = 0
        try drops(date) { drops in
            try drops.forEach { drop in
                try rows.add(to: ClickHouseSchema.drop) { row in
                    row.put(number)
                    row.put(encoded: drop)
                }
                number += 1
            }
        }
        try rows.finish(ClickHouseSchema.drop)
        // Only now does anybody see the rows.
        try rows.add(to: ClickHouseSchema.edition) {
            $0.put(numbers, only: only, hubs: hubs.sorted(), digest: unsent.digest)
        }
        try rows.finish(ClickHouseSchema.edition)
    }

    /// The hubs that have rows.
    private func addRows(of date: CivilDate, to rows: inout EditionRows) throws -> Set<String> {
        var hubs: Set<String> = []
        try store.forEachNamedDeviceDay(on: date, timeZone: timeZone) { hub, device, day in
            hubs.insert(hub)
            try rows.add(to: ClickHouseSchema.deviceDay) { row in
                row.put(hub, device)
                for number in [day.drops, day.renewals, day.downtimeSeconds] { row.put(number) }
                row.put(UInt8(day.isOpen ? 1 : 0))
                row.put(day.failedConnects)
            }
        }
        try rows.finish(ClickHouseSchema.deviceDay)
        try store.forEachNamedDropStart(on: date, timeZone: timeZone) { hub, device, seconds in
            try rows.add(to: ClickHouseSchema.dropStart) { row in
                row.put(hub, device)
                row.put(seconds)
            }
        }
        try rows.finish(ClickHouseSchema.dropStart)
        return hubs
    }

    /// A number above all that are known, and unlike that which another machine takes in the same moment.
    static func number(after known: [DayEdition], _ now: Instant) -> UInt64 {
        let next = (known.map(\.number).max() ?? 0) >> 20 + 1
        return max(next, UInt64(max(0, now.ticks / 10_000))) << 20 | .random(in: 0..<1 << 20)
    }
}

/// A row of `day_edition`, as far as writers have to know it.
struct DayEdition: Equatable {
    let number: UInt64
    /// Of its content; whoever worked out the same has the same.
    let digest: UInt64
    let only: [String]
    let hubs: [String]
}

extension EventServer {
    /// The editions of some days.
    ///
    /// Any server may answer: what it does not know yet only makes for one edition more.
    func editions(timeZone: String, of days: ClosedRange<CivilDate>) throws -> [CivilDate: [DayEdition]] {
        let query = """
            SELECT toUInt64(toUInt16(day)), edition, digest, only, hubs FROM \(schema.database).day_edition \
            WHERE time_zone = \(ClickHouseSchema.literal(timeZone)) \
            AND day >= toDate(\(days.lowerBound.daysSince1970)) AND day <= toDate(\(days.upperBound.daysSince1970))
            """
        return try withAnyServer { client in
            var editions: [CivilDate: [DayEdition]] = [:]
            try client.rows(query) { row in
                let day = CivilDate(daysSince1970: Int(clamping: try row.unsigned()))
                let edition = DayEdition(
                    number: try row.unsigned(), digest: try row.unsigned(), only: try row.texts(),
                    hubs: try row.texts())
                editions[day, default: []].append(edition)
            }
            return editions
        }
    }
}

extension RowBinaryWriter {
    mutating func put(_ hub: String, _ device: Device) {
        for text in [hub, device.name, device.module] { put(text) }
    }

    fileprivate mutating func put(_ day: DayNumbers, only: [String], hubs: [String], digest: UInt64) {
        put(only) { $0.put($1) }
        put(hubs) { $0.put($1) }
        put(digest)
        put(day.revision)
        put(day.verdict)
        put(UInt8(day.isComplete ? 1 : 0))
        for number in [day.records, day.activeDevices, day.devicesThatDropped, day.drops, day.renewals] { put(number) }
        put(day.downtimeSeconds) { $0.put($1) }
        put(day.stillDown) { $0.put($1) }
        put(day.availability) { $0.put($1.bitPattern) }
        put(day.incidents)
        put(day.alerts)
        put(day.causes) { $0.put($1.name) }
        put(day.causes) { $0.put($1.drops) }
        put(day.causes) { $0.put($1.downtimeSeconds) }
    }
}
