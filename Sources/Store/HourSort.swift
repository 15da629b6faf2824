package import Model

/// Puts the events of one hour in the order in which they are stored: by event type, then time, then client.
package enum HourSort {
    /// The events in order, each once.
    ///
    /// All of them must be of the hour, and event types small numbers, as the database gives them.
    package static func sorted(_ events: [Event], hour: Int) -> [Event] {
        let types = byType(events)
        return types.ranges.reduce(into: []) { $0 += ordered(types.events[$1], hour: hour) }
    }

    /// The events type after type, each type's as they came, and where those of each are.
    static func byType(_ events: [Event]) -> (events: [Event], ranges: [Range<Int>]) {
        let starts = starts(ofTypesIn: events)
        var next = starts
        let grouped = unsafe [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            for event in events {
                unsafe buffer.initializeElement(at: next[Int(event.eventType)], to: event)
                next[Int(event.eventType)] += 1
            }
            count = events.count
        }
        // Each type now ends where the next begins.
        return (grouped, zip(starts, next).filter { $0 < $1 }.map { $0..<$1 })
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

    /// The events of one type in order, each once.
    ///
    /// Times are whole seconds in every real record seen, so one counting pass over 3,600 seconds does nearly all of
    /// the work; what shares a second is then put in order by comparison, which also settles fractions.
    static func ordered(_ events: ArraySlice<Event>, hour: Int) -> [Event] {
        unsafe [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            if events.count > 512 {
                unsafe order(events, hour: hour, into: buffer)
            } else {
                _ = unsafe buffer.initialize(from: events)
                unsafe order(buffer, from: 0, to: events.count)
            }
            for position in 0..<events.count where unsafe count == 0 || isBefore(buffer[count - 1], buffer[position]) {
                unsafe buffer[count] = buffer[position]
                count += 1
            }
        }
    }

    private static func order(_ events: ArraySlice<Event>, hour: Int, into buffer: UnsafeMutableBufferPointer<Event>) {
        let (base, ticksPerSecond) = (Instant(hour: hour).ticks, Instant.ticksPerSecond)
        var next = [Int](repeating: 0, count: 3601)
        for event in events { next[Int((event.time.ticks - base) / ticksPerSecond) + 1] += 1 }
        for second in 1...3600 { next[second] += next[second - 1] }
        for event in events {
            let second = Int((event.time.ticks - base) / ticksPerSecond)
            unsafe buffer.initializeElement(at: next[second], to: event)
            next[second] += 1
        }
        var start = 0
        for second in 0..<3600 {
            unsafe order(buffer, from: start, to: next[second])
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
