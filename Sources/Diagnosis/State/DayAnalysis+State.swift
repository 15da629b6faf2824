import Model

/// State taken from an analysis and carried into the next: `docs/decisions/005-state-carried-over.md`.
///
/// What is written depends on the events before the boundary alone, whichever analyses passed them, so that state
/// carried night by night equals state worked out at once. A time is written as its distance from the boundary.
extension DayAnalysis {
    /// The state of every hub with identities, once the events before the boundary have passed.
    func state(at boundary: DayMillis) -> [HubState] {
        var numbers = Array(repeating: [UInt64](), count: hubs.count)
        for number in 0..<identities.count {
            let state = identities[number]
            numbers[Int(state.hub)].append(UInt64(state.device) << 32 | UInt64(number))
        }
        return hubs.indices.compactMap { hub in
            guard !numbers[hub].isEmpty else { return nil }
            var writer = NumberWriter()
            writer.add(hubs[hub].hasInformation || hubs[hub].hadInformation ? 1 : 0)
            var previous: UInt64 = 0
            for key in numbers[hub].sorted() {
                writer.add(key >> 32 - previous)
                previous = key >> 32
                write(Int(key & 0xFFFF_FFFF), at: boundary, to: &writer)
            }
            return HubState(hub: hubs[hub].text, identities: numbers[hub].count, bytes: writer.bytes)
        }
    }

    private func write(_ number: Int, at boundary: DayMillis, to writer: inout NumberWriter) {
        let state = identities[number]
        let drop = keptDrop(of: state, at: boundary)
        let parts = parts(of: state, drop, at: boundary)
        let times = Distances(clock, boundary, inMilliseconds: parts.contains(.milliseconds))
        writer.add(UInt64(parts.rawValue))
        writer.add(UInt64(state.client))
        writer.add(times.distance(state.firstSeen, state.distant.firstSeen))
        writer.add(times.distance(state.lastSeen, state.distant.lastSeen))
        if parts.contains(.connect) { writer.add(times.distance(state.lastConnect, state.distant.since)) }
        if parts.contains(.olderConnect) { writer.add(times.bounded(state.olderConnect)) }
        if parts.contains(.secondOlderLink) { writer.add(times.bounded(state.secondConnect)) }
        if parts.contains(.lateTakeover) { writer.add(UInt64(codeTexts.text(of: state.lateTakeover))) }
        if parts.contains(.lastDisconnect) { writer.add(times.bounded(state.lastDisconnect)) }
        if parts.contains(.refusals) {
            writer.add(UInt64(state.refusals))
            writer.add(UInt64(codeTexts.text(of: state.refusalCode)))
            writer.add(times.bounded(state.firstRefusal))
        }
        if parts.contains(.sdk) { writer.add(UInt64(state.sdk)) }
        if parts.contains(.ages) {
            let ages = state.ages.list
            writer.add(UInt64(ages.count))
            for age in ages { writer.add(UInt64(age)) }
        }
        if let drop { write(drop, of: state, times, to: &writer) }
    }

    private static let mostCodes = 4

    private func write(_ drop: DropRecord, of state: IdentityState, _ times: Distances, to writer: inout NumberWriter) {
        writer.add(times.distance(drop.start, state.distant.since))
        if !drop.isOpen { writer.add(times.bounded(drop.end)) }
        writer.add(UInt64(drop.flags.rawValue))
        writer.add(UInt64(drop.age + 1))
        writer.add(UInt64(drop.client))
        writer.add(UInt64(drop.records))
        writer.add(UInt64(drop.refused))
        let codes = codeSets.sets[Int(drop.codes)].prefix(DayAnalysis.mostCodes)
        writer.add(UInt64(codes.count))
        for code in codes { writer.add(UInt64(codeTexts.text(of: code))) }
    }

    /// The latest drop, while it is open or a record to come may still belong to it.
    private func keptDrop(of state: IdentityState, at boundary: DayMillis) -> DropRecord? {
        guard state.lastDrop > 0 else { return nil }
        let drop = drops[Int(state.lastDrop) - 1]
        if drop.isOpen { return drop }
        if boundary - drop.start <= max(limits.sideEffect, limits.lateTakeover) + limits.takeoverConnect { return drop }
        guard state.lastConnect != .never, drop.start > 0,
            boundary - state.lastConnect <= limits.lateTakeover + limits.takeoverConnect
        else { return nil }
        return drop.end == state.lastConnect || drop.start >= state.lastConnect ? drop : nil
    }

    private func parts(of state: IdentityState, _ drop: DropRecord?, at boundary: DayMillis) -> StateParts {
        var parts: StateParts = []
        let flags = state.flags
        if flags.contains(.online) { parts.insert(.online) }
        if !flags.isDisjoint(with: [.everConnected, .inferred]) { parts.insert(.wasConnected) }
        if flags.contains(.sas) { parts.insert(.sas) }
        if flags.contains(.x509) { parts.insert(.x509) }
        if flags.contains(.refusedAsDisabled) { parts.insert(.refusedAsDisabled) }
        // The age of an open drop is in the drop.
        if state.lastConnect != DayMillis.never && flags.contains(.online) { parts.insert(.connect) }
        if flags.contains(.olderLink) {
            parts.insert(.olderLink)
            if state.olderConnect != DayMillis.never { parts.insert(.olderConnect) }
            // Its successor came after a known connect, which is that of the link itself.
            if flags.contains(.secondOlderLink) { parts.insert(.secondOlderLink) }
        }
        if state.lastDisconnect != DayMillis.never
            && boundary - state.lastDisconnect <= max(limits.group, limits.takeoverConnect)
        {
            parts.insert(.lastDisconnect)
            if state.lateTakeover != 0 && drop != nil && flags.contains(.online)
                && boundary - state.lastDisconnect <= limits.takeoverConnect
            {
                parts.insert(.lateTakeover)
                if flags.contains(.addedTakeover) { parts.insert(.addedTakeover) }
            }
        }
        if state.refusals > 0 { parts.insert(.refusals) }
        if Int(state.client) < context.vocabulary.clients.count,
            state.sdk != context.vocabulary.clients[Int(state.client)].sdk
        {
            parts.insert(.sdk)
        }
        if !state.ages.list.isEmpty { parts.insert(.ages) }
        if let drop { parts.formUnion(drop.isOpen ? .drop : [.drop, .dropIsOver]) }
        if hasMilliseconds(state, drop, parts) { parts.insert(.milliseconds) }
        return parts
    }

    /// Whether a time that is to be written is no whole second.
    private func hasMilliseconds(_ state: IdentityState, _ drop: DropRecord?, _ parts: StateParts) -> Bool {
        func isFine(_ moment: DayMillis) -> Bool { moment != DayMillis.never && moment % 1000 != 0 }
        if isFine(state.firstSeen) || isFine(state.lastSeen) { return true }
        if parts.contains(.connect) && isFine(state.lastConnect) { return true }
        if parts.contains(.olderConnect) && isFine(state.olderConnect) { return true }
        if parts.contains(.secondOlderLink) && isFine(state.secondConnect) { return true }
        if parts.contains(.lastDisconnect) && isFine(state.lastDisconnect) { return true }
        if parts.contains(.refusals) && isFine(state.firstRefusal) { return true }
        return drop.map { isFine($0.start) || isFine($0.end) } ?? false
    }
}
