import Delivery
import Diagnosis
import Model
import Report
import Settings
import Store
import Threads

/// The hubs of a day, worked out side by side: so many at a time, each by threads and a connection of its own.
///
/// Memory goes by the largest of so many hubs, whatever the database has.
struct HubsSideBySide {
    /// Those that were worked out.
    private(set) var fleet: FleetDay
    /// Those that failed, each with the reason.
    private(set) var failures: [FleetDay.Absence] = []
    /// Why the first of them failed.
    private(set) var firstFailure: (any Error)?
    private(set) var openDrops: [OpenDrop] = []
    private(set) var connectionEvents: [ConnectionEventCoverage] = []
    let inputs: DayInputs
    let facts: DayFacts
    private let aside: ScratchFile
    private var rows: RowsAside
    /// Those for ClickHouse, of all hubs.
    private(set) var sharedDrops: SharedDropsAside
    private var kept: [TextID: HubWork.Kept] = [:]

    private enum Message: Sendable {
        case worked(StoredHub, HubWork)
        case failed(StoredHub, any Error)
        /// A thread has nothing left to do.
        case ended
    }

    /// - Parameters:
    ///   - job: that of the whole fleet.
    ///   - listsDrops: whether the rows of drops are wanted.
    ///   - sharesDrops: whether those for ClickHouse are.
    /// - Throws: where no hub can be worked out, the error of the first; also where there is no room for drops that are
    ///   shared, since without these every hub may have a report.
    init(
        _ job: DayJob, _ day: ReportDay, aside: ScratchFile, listsDrops: Bool, sharesDrops: Bool = false
    ) throws {
        self.aside = aside
        rows = RowsAside(in: aside)
        sharedDrops = SharedDropsAside(in: aside)
        fleet = FleetDay(day: day)
        inputs = try job.inputs(of: day)
        facts = try job.facts(of: day, inputs)
        try job.store.requireEvents(of: day)
        let common = FleetInputs(
            inputs: inputs, facts: facts, connectionEvents: job.inputs.connectionEvents, redaction: job.redaction,
            words: job.vocabulary.devices.isWhole ? job.redaction?.real ?? job.vocabulary : nil,
            rows: try job.history.rows(before: day), hubs: try job.history.states.hubs(),
            present: try job.history.hubsWithRecords(of: day))
        var records: [TextID: Int64] = [:]
        for hour in facts.hours {
            records[job.vocabulary.eventTypes[Int(hour.eventType)].hub, default: 0] += Int64(hour.records)
        }
        // The largest first: it would be the one that all wait for.
        let hubs = try job.history.states.wantedHubs().sorted {
            (records[$1.hub] ?? 0, $0.hub) < (records[$0.hub] ?? 0, $1.hub)
        }
        let database = job.store.path
        var settings = job.settings
        settings.jobs = min(settings.jobs, hubs.count)
        let work = { @Sendable [settings] (hub: StoredHub, common: FleetInputs) in
            try HubWork(
                hub, day, database: database, settings, common, listsDrops: listsDrops, sharesDrops: sharesDrops,
                aside: aside)
        }
        var done = try HubsSideBySide.worked(hubs, atOnce: job.settings.jobs) { try work($0, common) }
        let moves = try HubsSideBySide.moves(hubs, done, aside)
        // What moved was not down: the hubs that it left are worked out once more, with that in mind.
        let again = hubs.filter { moves[$0.hub] != nil }
        let second = try HubsSideBySide.worked(again, atOnce: job.settings.jobs) { hub in
            var common = common
            common.moves = moves[hub.hub] ?? [:]
            return try work(hub, common)
        }
        done.merge(second) { $1 }
        for hub in hubs {
            switch done[hub.hub] {
            case .success(let work): add(hub, work)
            case .failure(let error):
                if sharesDrops, let error = error as? DeliveryError, error.isNoRoom { throw error }
                firstFailure = firstFailure ?? error
                failures.append(
                    FleetDay.Absence(hub: hub.name, reason: "it could not be worked out: \(Failure(of: error))"))
            case nil: break
            }
        }
        if let firstFailure, failures.count == hubs.count { throw firstFailure }
        failures.sort { $0.hub < $1.hub }
        fleet.add(failures)
        connectionEvents.sort { $0.hub < $1.hub }
    }

    private mutating func add(_ hub: StoredHub, _ work: HubWork) {
        fleet.add(work.unit)
        rows.add(work.rows)
        sharedDrops.add(work.sharedDrops)
        kept[hub.hub] = work.kept
        openDrops += work.openDrops
        connectionEvents += work.unit.surroundings.connectionEvents
    }

    /// What moved between hubs, by the hub that it left.
    private static func moves(
        _ hubs: [StoredHub], _ done: [TextID: Result<HubWork, any Error>], _ aside: ScratchFile
    ) throws -> [TextID: [Identity: DeviceMove]] {
        guard done.count > 1 else { return [:] }
        var search = MoveSearch()
        let worked = done.values.compactMap { try? $0.get() }
        for work in worked { search.add(try aside.take(work.departures, as: HubTraffic.Departure.self)) }
        for work in worked { search.add(try aside.take(work.arrivals, as: HubTraffic.Arrival.self)) }
        let names = Dictionary(hubs.map { ($0.hub, $0.name) }) { first, _ in first }
        return search.moves { names[$0] ?? "" }
    }

    /// Every hub's work, or why it failed.
    private static func worked(
        _ hubs: [StoredHub], atOnce jobs: Int, _ work: @escaping @Sendable (StoredHub) throws -> HubWork
    ) throws -> [TextID: Result<HubWork, any Error>] {
        let (messages, threads) = try start(hubs, atOnce: jobs, work)
        var done: [TextID: Result<HubWork, any Error>] = [:]
        var running = threads
        while running > 0, let message = messages.receive() {
            switch message {
            case .worked(let hub, let work): done[hub.hub] = .success(work)
            case .failed(let hub, let error): done[hub.hub] = .failure(error)
            case .ended: running -= 1
            }
        }
        return done
    }

    /// Does the work on every hub, so many at once; results come through the queue, and the end of each thread.
    private static func start(
        _ hubs: [StoredHub], atOnce jobs: Int, _ work: @escaping @Sendable (StoredHub) throws -> HubWork
    ) throws -> (BoundedQueue<Message>, threads: Int) {
        let waiting = BoundedQueue<StoredHub>(capacity: max(1, hubs.count))
        for hub in hubs { _ = waiting.send(hub) }
        waiting.close()
        // Room for all: a queue is for two threads, and of several that wait for room it may wake the wrong one.
        let messages = BoundedQueue<Message>(capacity: hubs.count + jobs)
        var running = 0
        while running < min(jobs, hubs.count) {
            do {
                try OwnThread.start("hubdrops hub", stack: stackBytes) {
                    while let hub = waiting.receive() { _ = messages.send(result(of: work, hub)) }
                    _ = messages.send(.ended)
                }
            } catch {
                // Fewer at a time, but all of them.
                guard running > 0 else { throw error }
                break
            }
            running += 1
        }
        return (messages, running)
    }

    private static func result(of work: (StoredHub) throws -> HubWork, _ hub: StoredHub) -> Message {
        do {
            return .worked(hub, try work(hub))
        } catch {
            return .failed(hub, error)
        }
    }

    private static let stackBytes = 8 << 20

    /// What the report of all hubs is made from.
    ///
    /// - Parameter history: what is kept of the days that it looks back at.
    func worked(history: [DaySummary]) -> WorkedDay {
        var worked = fleet.worked()
        worked.facts = facts
        worked.history = history
        return worked
    }

    /// The rows of `drops.csv` of all hubs.
    var dropRows: DropRows { rows.rows }

    /// What later days compare with, hub by hub.
    var derived: [() throws -> DerivedRows] {
        kept.sorted { $0.key < $1.key }.map { [aside] _, kept in { try kept.rows(from: aside) } }
    }
}
