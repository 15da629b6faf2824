import Azure
import Diagnosis
import Inputs
import LogReading
import Model
import Settings
import Store

/// Registry exports and registries of hubs that are asked, each given to the hub that it is of.
///
/// An address names its hub. No export names its hub (the twin list has device ids only), and two hubs may have a device of one id. Where the
/// log has one hub there is nothing to decide; where it has several, an export belongs to the hub whose devices
/// agree with it best: the most shared ids in proportion to all ids of both (Jaccard index). One that agrees with no
/// hub by half is not used, and that is said.
struct RegistryFiles {
    private let paths: [String]
    private let tags: TagChoice
    private let vocabulary: Vocabulary
    /// Device ids by hub name.
    private let hubs: [String: Set<String>]
    /// Whether the database knows no other: then whatever registry is given is its own.
    private let isOnlyHub: Bool

    init(_ settings: Configuration, store: Store, vocabulary: Vocabulary) throws {
        paths = settings.registry
        tags = settings.groupByTag.map { .only($0) } ?? .all
        self.vocabulary = vocabulary
        isOnlyHub = Set(vocabulary.eventTypes.map(\.hub)).count <= 1
        guard !isOnlyHub, let (_, last) = try store.firstAndLastEvent(in: .always)
        else {
            hubs = [:]
            return
        }
        let lastDay = TimeWindow(from: last.advanced(bySeconds: -86_400), to: last.advanced(bySeconds: 1))
        hubs = Dictionary(
            uniqueKeysWithValues: try store.devicesByHub(in: lastDay).map { hub, devices in
                (vocabulary.text(hub), Set(devices.map { vocabulary.devices[Int($0)].name }))
            })
    }

    /// The registry of all files; nil where none could be used.
    func registry(_ log: inout SideInputLog) -> Registry? {
        let known = Set(vocabulary.devices.values.map(\.name))
        var registry: Registry?
        var cut: Set<String> = []
        for path in paths {
            var read: RegistryReader.Result?
            log.read(.registry, path) { () throws(InputError) in
                let isAddress = LogPlaces.isAddress(path)
                let source = isAddress ? HubRegistry.source(path, .ofThisProcess) : .file(path)
                let result = try RegistryReader(hub: "", tags: tags).read(source) { known.contains($0) }
                read = result
                return result.summary
            }
            guard let read else { continue }
            let entries = read.registry.hubs[""] ?? [:]
            let named = HubRegistry.hub(path)
            guard
                let hub = owner(named) ?? (named == nil ? owner(of: entries, entriesInAll: read.summary.entries) : nil)
            else {
                log.note(
                    .registry, path,
                    named.map { "not used, as the log has no hub \($0)" }
                        ?? "not used, as its devices agree with no hub of the log; export the registry of a hub that is in it"
                )
                continue
            }
            registry = registry ?? Registry()
            registry?.hubs[hub, default: [:]].merge(entries) { $1 }
            if read.isCut, !LogPlaces.isAddress(path) { cut.insert(hub) }
        }
        for hub in cut { registry?.leaveAside(hub: hub) }
        return registry
    }

    /// The key of the hub that an address names; nil where the log has no such hub.
    private func owner(_ named: String?) -> String? {
        guard let named, vocabulary.eventTypes.contains(where: { vocabulary.text($0.hub) == named }) else { return nil }
        return isOnlyHub ? "" : named
    }

    private func owner(of entries: [String: Registry.Entry], entriesInAll: Int) -> String? {
        if isOnlyHub { return "" }
        let agreements = hubs.map { hub, devices in
            let shared = devices.count { entries[$0] != nil }
            return (hub: hub, share: Double(shared) / Double(max(1, devices.count + entriesInAll - shared)))
        }
        let best = agreements.max { ($0.share, $1.hub) < ($1.share, $0.hub) }
        return best.flatMap { $0.share >= 0.5 ? $0.hub : nil }
    }
}
