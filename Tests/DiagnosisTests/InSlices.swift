import Foundation
import Model
import Testing

@testable import Diagnosis

/// Room that is in memory after all.
struct ArraySpace: ScratchSpace {
    func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> @Sendable () throws -> [Value] {
        { values }
    }
}

/// A drop in a form that can be compared.
private struct DropPicture: Equatable {
    let place: [UInt32]
    let start: Instant
    let end: Instant?
    let seconds: [Int64?]
    let numbers: [UInt16]
    let cause: Cause
    let confidence: Confidence

    init(_ drop: Drop) {
        place = [drop.hub, drop.device, drop.client, drop.sdk]
        (start, end) = (drop.start, drop.end)
        seconds = [drop.downtimeInDaySeconds, drop.connectionAgeSeconds]
        numbers = [drop.codes, drop.records, drop.incident]
        (cause, confidence) = (drop.cause, drop.confidence)
    }
}

/// All that a day came to, in a form that can be compared.
struct DayPicture {
    private let diagnosis: Data
    private let drops: [DropPicture]
    private let unexpected: [DropPicture]
    private let ofIncidents: [DropPicture]
    private let ofDevices: [DropPicture]
    private let identities: [IdentityTotals]
    private let starts: [IdentityDrop]
    private let open: [OpenDrop]
    private let states: [HubState]
    private let traffic: [String]

    init(_ judged: ClassifiedDay, devices: Int) throws {
        let diagnosis = try judged.diagnosis()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        self.diagnosis = try encoder.encode(diagnosis)
        drops = try DayPicture.lines(judged.drops) { _ in true }
        unexpected = try DayPicture.lines(judged.drops) { !$0.isExpected }
        var ofIncidents: [DropPicture] = []
        judged.drops.forEachOfIncidents { ofIncidents.append(DropPicture($0)) }
        self.ofIncidents = ofIncidents
        let some = Set((0..<devices).filter { $0 % 3 == 1 }.map { DeviceID($0) })
        ofDevices = try judged.drops.drops(of: some).map(DropPicture.init)
        identities = diagnosis.identities
        starts = diagnosis.identityDrops
        open = diagnosis.openDrops
        states = judged.states
        traffic = judged.traffic.departures.map { "\($0)" } + judged.traffic.arrivals.map { "\($0)" }
    }

    private static func lines(_ drops: DayDrops, where isWanted: (Cause) -> Bool) throws -> [DropPicture] {
        var lines: [DropPicture] = []
        try drops.forEachBatch(where: isWanted) { lines += $0.map(DropPicture.init) }
        return lines
    }

    /// Says which parts are not those of another.
    func isSame(as whole: DayPicture, slices: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        let parts: [(String, Bool)] = [
            ("diagnosis", diagnosis == whole.diagnosis), ("drops", drops == whole.drops),
            ("unexpected drops", unexpected == whole.unexpected),
            ("drops of incidents", ofIncidents == whole.ofIncidents),
            ("drops of devices", ofDevices == whole.ofDevices), ("identities", identities == whole.identities),
            ("starts", starts == whole.starts), ("open drops", open == whole.open), ("states", states == whole.states),
            ("traffic", traffic == whole.traffic),
        ]
        for (part, isSame) in parts where !isSame {
            Issue.record("\(part) of \(slices) slices differ", sourceLocation: sourceLocation)
        }
    }
}

extension LogLines {
    /// What the lines come to, in so many slices; 1 keeps all drops in memory.
    func picture(
        slices: Int, settings: AnalysisSettings = AnalysisSettings(), in space: any ScratchSpace = ArraySpace(),
        context change: (inout AnalysisContext) -> Void = { _ in }
    ) throws -> DayPicture {
        try DayPicture(judged(slices: slices, settings: settings, in: space, context: change), devices: devicesMet)
    }

    func judged(
        slices: Int, settings: AnalysisSettings = AnalysisSettings(), in space: any ScratchSpace = ArraySpace(),
        context change: (inout AnalysisContext) -> Void = { _ in }
    ) throws -> ClassifiedDay {
        var context = AnalysisContext(day: LogLines.day, vocabulary: vocabulary)
        context.boundary = context.day.span.end.advanced(bySeconds: -AnalysisContext.secondsBefore)
        change(&context)
        var analysis = DayAnalysis(context: context, settings: settings)
        if slices > 1 { analysis.putDropsAside(in: space, slices: slices) }
        let sorted = Set(events).sorted()
        for start in stride(from: 0, to: sorted.count, by: 100) {
            analysis.add(Array(sorted[start..<min(start + 100, sorted.count)]))
            try analysis.putAside()
        }
        return try ClassifiedDay(analysis)
    }

    private var devicesMet: Int { vocabulary.devices.count }
}
