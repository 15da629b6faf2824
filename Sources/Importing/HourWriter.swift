import LogReading
import Model
import Store

/// Brings what the readers read to the target, hour by hour, each after the words it refers to.
struct HourWriter {
    private var buckets = HourBuckets()
    private var words: WordOrder

    /// - Parameter interner: which the readers share.
    init(_ interner: Interner) {
        words = WordOrder(interner)
    }

    /// Takes events in the order of the sources, and merges the hours that get no more of them.
    mutating func take(_ events: consuming [Event], into target: any ImportTarget) throws -> MergeResult {
        words.number(&events)
        buckets.add(events.span)
        return try merge(buckets.takeFinished(), into: target)
    }

    /// Merges what is left, oldest hour first.
    mutating func finish(into target: any ImportTarget) throws -> MergeResult {
        var result = MergeResult()
        while let hour = buckets.takeNext() { result += try merge([hour], into: target) }
        var rest = VocabularyAdditions()
        rest.resources = words.resourcesOfHubs()
        if !rest.isEmpty { try target.add(rest) }
        return result
    }

    private mutating func merge(_ hours: [HourOfEvents], into target: any ImportTarget) throws -> MergeResult {
        guard !hours.isEmpty else { return MergeResult() }
        let additions = words.takeAdditions()
        if !additions.isEmpty { try target.add(additions) }
        return try hours.reduce(into: MergeResult()) { $0 += try target.merge($1.events, hour: $1.hour) }
    }
}
