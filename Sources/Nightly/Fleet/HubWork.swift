import Delivery
import Diagnosis
import Model
import Report
import Settings
import Store

/// One hub of a day worked out, of a database with many: what is left of it is small, or put aside on disk.
struct HubWork: Sendable {
    /// What the report of the fleet needs of it.
    let unit: UnitDay
    let rows: RowsAside
    let sharedDrops: SharedDropsAside
    let openDrops: [OpenDrop]
    let kept: Kept
    let departures: ScratchFile.Piece
    let arrivals: ScratchFile.Piece

    /// What later days compare with, put aside.
    struct Kept: Sendable {
        let devices: ScratchFile.Piece
        let dropTimes: ScratchFile.Piece
        let firstSeen: ScratchFile.Piece
        let states: [State]

        struct State: Sendable {
            /// Without its bytes.
            let state: StoredState
            let bytes: ScratchFile.Piece
        }
    }

    /// On whatever thread: it opens a connection of its own and loads the words of the hub alone.
    ///
    /// - Parameters:
    ///   - listsDrops: whether the rows are wanted.
    ///   - sharesDrops: whether those for ClickHouse are.
    init(
        _ hub: StoredHub, _ day: ReportDay, database: String, _ settings: Configuration, _ fleet: FleetInputs,
        listsDrops: Bool, sharesDrops: Bool, aside: ScratchFile
    ) throws {
        let store = try Store.open(database, mode: .readOnly)
        defer { store.close() }
        var own = settings
        own.hubs = [hub.name]
        let history = DayHistory(store: store, settings: own, mayKeep: false, rows: fleet.rows)
        if let words = fleet.words { history.states.use(words) }
        history.states.use(fleet.hubs)
        history.use(fleet.present, of: day)
        let words = try fleet.redaction?.vocabulary ?? fleet.words ?? PartialWords.load(of: day, history)
        let job = try DayJob(history, own, words: words ?? store.vocabulary(), of: fleet)
        let (vocabulary, settings) = (job.vocabulary, job.settings)
        // Drops wait in a file of its own: the next hub gets the room on disk.
        let ((rows, shared), (unit, openDrops, kept, traffic)) = try job.run(day, aside: aside.another) { drops in
            var rows = RowsAside(in: aside)
            if listsDrops { try rows.add(drops, of: hub.name, vocabulary, settings) }
            var shared = SharedDropsAside(in: aside)
            if sharesDrops { try shared.add(drops, vocabulary) }
            return (rows, shared)
        } rest: { result, drops in
            var unit = UnitDay(
                header: UnitHeader(program: Version.text, hubs: [hub.name], day: day, rules: ""))
            try unit.take([hub.name], from: result, drops, job)
            let traffic = (
                departures: try aside.put(result.traffic?.departures ?? []),
                arrivals: try aside.put(result.traffic?.arrivals ?? [])
            )
            return (unit, result.diagnosis.openDrops, try Kept(result, aside), traffic)
        }
        self.rows = rows
        sharedDrops = shared
        self.unit = unit
        self.openDrops = openDrops
        self.kept = kept
        (departures, arrivals) = traffic
    }
}

extension RowsAside {
    fileprivate mutating func add(
        _ drops: DayDrops, of hub: String, _ vocabulary: Vocabulary, _ settings: Configuration
    ) throws {
        for areExpected in settings.renewalsCSV ? [false, true] : [false] {
            var csv = DropsCSV(drops, vocabulary: vocabulary)
            // The names of the columns are the whole file's.
            csv.pour { _ in }
            try drops.forEachBatch(where: { $0.isExpected == areExpected }) { batch in
                csv.add(batch)
                try csv.pour { try add($0, of: hub, areExpected: areExpected) }
            }
        }
    }
}

extension HubWork.Kept {
    fileprivate init(_ result: DayResult, _ aside: ScratchFile) throws {
        devices = try aside.put(result.diagnosis.identities.map(StoredDeviceDay.init))
        dropTimes = try aside.put(result.diagnosis.identityDrops.map(DropTime.init))
        firstSeen = try aside.put(result.firstSeen)
        states = try result.states.map { state in
            State(
                state: StoredState(
                    moment: state.moment, hub: state.hub, run: state.run, rules: state.rules,
                    identities: state.identities, bytes: []), bytes: try aside.put(state.bytes))
        }
    }

    /// Takes the rows back into memory.
    func rows(from aside: ScratchFile) throws -> DerivedRows {
        DerivedRows(
            devices: try aside.take(devices, as: StoredDeviceDay.self),
            dropTimes: try aside.take(dropTimes, as: DropTime.self),
            firstSeen: try aside.take(firstSeen, as: FirstSeen.self),
            states: try states.map { kept in
                StoredState(
                    moment: kept.state.moment, hub: kept.state.hub, run: kept.state.run, rules: kept.state.rules,
                    identities: kept.state.identities, bytes: try aside.take(kept.bytes, as: UInt8.self))
            })
    }
}
