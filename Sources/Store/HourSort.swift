package import Model

/// Puts the events of one hour in the order in which they are stored: by event type, then time, then client.
package enum HourSort {
    /// The events in order, each once.
    ///
    /// All of them must be of the hour, and event types small numbers, as the database gives them.
    package static func sorted(_ events: [Event], hour: Int) -> [Event] {
        var next = starts(ofTypesIn: events)
        var sorted = unsafe [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            for event in events {
                unsafe buffer.initializeElement(at: next[Int(event.eventType)], to: event)
                next[Int(event.eventType)] += 1
            }
            count = events.count
        }
        let kept = unsafe sorted.withUnsafeMutableBufferPointer { buffer in
            var spare: [Event] = []
            var start = 0
            var kept = 0
            // Each type now ends where the next begins.
            for end in next where end > start {
                unsafe order(UnsafeMutableBufferPointer(rebasing: buffer[start..<end]), hour: hour, spare: &spare)
                for position in start..<end where unsafe kept == 0 || buffer[position] != buffer[kept - 1] {
                    unsafe buffer[kept] = buffer[position]
                    kept += 1
                }
                start = end
            }
            return kept
        }
        sorted.removeLast(sorted.count - kept)
        return sorted
    }

    /// Where each event type begins when events stand in order of type.
    private static func starts(ofTypesIn events: [Event]) -> [Int] {
        var highest: EventTypeID = 0
        for event in events where event.eventType > highest { highest = event.eventType }
        var starts = [Int](repeating: 0, count: Int(highest) + 2)
        for event in events { starts[Int(event.eventType) + 1] += 1 }
        for type in starts.indices.dropFirst() { starts[type] += starts[type - 1] }
        return starts
    }

    /// Puts the events of one type in order.
    ///
    /// Times are whole seconds in every real record seen, so one counting pass over 3,600 seconds does nearly all of
    /// the work; what shares a second is then put in order by comparison, which also settles fractions.
    private static func order(_ events: UnsafeMutableBufferPointer<Event>, hour: Int, spare: inout [Event]) {
        guard events.count > 512 else { return unsafe order(events, from: 0, to: events.count) }
        let base = Instant(hour: hour).ticks
        spare.removeAll(keepingCapacity: true)
        unsafe spare.append(contentsOf: events)
        var next = [Int](repeating: 0, count: 3601)
        for event in spare { next[Int((event.time.ticks - base) / Instant.ticksPerSecond) + 1] += 1 }
        for second in 1...3600 { next[second] += next[second - 1] }
        for event in spare {
            let second = Int((event.time.ticks - base) / Instant.ticksPerSecond)
            unsafe events[next[second]] = event
            next[second] += 1
        }
        var start = 0
        for second in 0..<3600 {
            unsafe order(events, from: start, to: next[second])
            start = next[second]
        }
    }

    /// `Event.<`, which is another room's: a call for each of the millions that are compared.
    @inline(__always)
    private static func isBefore(_ left: Event, _ right: Event) -> Bool {
        if left.time.ticks != right.time.ticks { return left.time.ticks < right.time.ticks }
        return UInt64(left.client) << 32 | UInt64(left.eventType) < UInt64(right.client) << 32 | UInt64(right.eventType)
    }

    /// Puts a part in order by comparison: by insertion where it is short, as nearly all are, else by the library's sort.
    static func order(_ events: UnsafeMutableBufferPointer<Event>, from start: Int, to end: Int) {
        if end - start > 48 {
            var part = unsafe UnsafeMutableBufferPointer(rebasing: events[start..<end])
            unsafe part.sort()
            return
        }
        var position = start + 1
        while position < end {
            let event = unsafe events[position]
            var hole = position
            while hole > start, unsafe isBefore(event, events[hole - 1]) {
                unsafe events[hole] = unsafe events[hole - 1]
                hole -= 1
            }
            unsafe events[hole] = event
            position += 1
        }
    }
}
