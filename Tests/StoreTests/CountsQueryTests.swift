import Model
import Store
import Testing

@Suite struct CountsQueryTests {
    /// Counts as `hub device operation level code window-minutes records`.
    private func counts(
        _ store: Store, by length: WindowLength, in span: TimeWindow = Fixture.day, rowsAtOnce: Int = 1000
    ) throws -> [String] {
        let vocabulary = try store.vocabulary()
        var lines: [String] = []
        try store.forEachCount(in: [span], by: length, rowsAtOnce: rowsAtOnce) { count in
            let minutes = count.window.seconds(since: Fixture.midnight) / 60
            lines.append(
                "\(vocabulary.text(count.hub)) \(vocabulary.devices[Int(count.device)].name) \(count.operation) "
                    + "\(count.level) \(vocabulary.text(count.code)) \(minutes) \(count.records)")
        }
        return lines
    }

    private func filled(_ fixture: Fixture) throws -> Store {
        let store = try fixture.open()
        try Fixture.add(
            [
                Fixture.event(0, 1, 2), Fixture.event(60, 1, 4), Fixture.event(899, 1, 0), Fixture.event(900, 1, 2),
                Fixture.event(3600, 0, 3), Fixture.event(86_399, 0, 1),
            ], to: store)
        return store
    }

    @Test func areSortedByNamesAndJoinHeadsThatDifferInTheirDescription() throws {
        let store = try filled(try Fixture())
        #expect(
            try counts(store, by: .quarterHour) == [
                "gates device-0 disconnect error 404104 60 1",
                "pumps device-0 disconnect information  1425 1",
                "pumps device-1 connect information  0 1",
                "pumps device-1 disconnect error 404104 0 2",
                "pumps device-1 disconnect error 404104 15 1",
            ])
    }

    @Test func longerWindowsSumTheQuarterHours() throws {
        let store = try filled(try Fixture())
        #expect(
            try counts(store, by: .hour) == [
                "gates device-0 disconnect error 404104 60 1",
                "pumps device-0 disconnect information  1380 1",
                "pumps device-1 connect information  0 1",
                "pumps device-1 disconnect error 404104 0 3",
            ])
    }

    @Test func windowsThatAreNoQuarterHoursComeFromTheEvents() throws {
        let store = try filled(try Fixture())
        let minute = try #require(WindowLength("1m"))
        #expect(
            try counts(store, by: minute) == [
                "gates device-0 disconnect error 404104 60 1",
                "pumps device-0 disconnect information  1439 1",
                "pumps device-1 connect information  14 1",
                "pumps device-1 disconnect error 404104 0 1",
                "pumps device-1 disconnect error 404104 1 1",
                "pumps device-1 disconnect error 404104 15 1",
            ])
    }

    @Test func windowsBeginWithASpanThatStartsInsideAQuarterHour() throws {
        let store = try filled(try Fixture())
        let span = TimeWindow(
            from: Fixture.midnight.advanced(bySeconds: 60), to: Fixture.midnight.advanced(bySeconds: 1860))
        #expect(
            try counts(store, by: .quarterHour, in: span) == [
                "pumps device-1 connect information  1 1", "pumps device-1 disconnect error 404104 1 2",
            ])
    }

    @Test func moreRowsThanFitAtOnceComeInTheSameOrder() throws {
        let store = try filled(try Fixture())
        #expect(try counts(store, by: .quarterHour, rowsAtOnce: 1) == counts(store, by: .quarterHour))
    }

    @Test func namesCompareAsBytes() throws {
        let store = try Fixture().open()
        var additions = Fixture.vocabulary(devices: 0)
        let names = ["b", "B", "é", "e\u{301}", "z", "a\u{0}b", "a"]
        additions.devices = names.map { Device(name: $0) }
        additions.clients = names.indices.map {
            ClientDescription(device: DeviceID($0), sdk: 0, transport: 0, authentication: 0, address: 0)
        }
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try session.add(additions)
        let events = names.indices.map { Fixture.event(1, ClientID($0), 2) }
        try Fixture.merge(events, into: session)
        try session.commit(finishedAt: Fixture.midnight)
        var order: [DeviceID] = []
        try store.forEachCount(in: [Fixture.day], by: .quarterHour) { order.append($0.device) }
        // 42, 61, 61 00 62, 62, 65 cc 81, 7a, c3 a9
        #expect(order == [1, 6, 5, 0, 3, 4, 2])
    }
}
