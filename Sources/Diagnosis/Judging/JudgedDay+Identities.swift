package import Model

/// What is known of an identity when all events have passed, apart from its drops.
package struct MetIdentity: Sendable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    /// The time of its first event in the data.
    package var firstSeen: Instant
    /// Failed connects on the report day, at most 65,535.
    package var failedConnects: Int
}

/// Downtime as the report counts it: on the day, up to the end of the data, without the hours that have no records.
package struct CountedTime: Sendable {
    let day: TimeWindow
    let dataEnd: Instant
    /// By hub; a hub whose log holds errors only has all of time.
    let unknown: [TextID: [TimeWindow]]

    /// Seconds of a downtime that count; one without an end lasts to the end of the data.
    package func seconds(from start: Instant, to end: Instant?, hub: TextID) -> Int64 {
        let from = max(start, day.start)
        let to = min(end ?? dataEnd, dataEnd, day.end)
        guard from < to else { return 0 }
        let lost = unknown[hub, default: []].reduce(Int64(0)) { sum, window in
            sum + max(0, min(window.end, to).seconds(since: max(window.start, from)))
        }
        return max(0, to.seconds(since: from) - lost)
    }
}

extension JudgedDay {
    /// What of a downtime counts.
    package var countedTime: CountedTime {
        judgement.countedTime
    }

    /// Hands over every identity of the data, in no certain order.
    package func forEachIdentity(_ body: (MetIdentity) -> Void) {
        let analysis = judgement.analysis
        for number in 0..<analysis.identities.count {
            let state = analysis.identities[number]
            body(
                MetIdentity(
                    hub: analysis.hubs[Int(state.hub)].text, device: state.device,
                    firstSeen: analysis.clock.instant(state.firstSeen), failedConnects: Int(state.failedConnects)))
        }
    }
}
