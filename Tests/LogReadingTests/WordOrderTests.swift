import Model
import Testing

@testable import LogReading

@Suite struct WordOrderTests {
    private func events(of devices: [String], _ interner: Interner) throws -> [Event] {
        let lines = devices.map { device in
            #"{"time":"2026-03-10T07:10:00Z","resourceId":"/IOTHUBS/H-\#(device)","#
                + #""operationName":"deviceConnect","deviceId":"\#(device)"}"# + "\n"
        }
        var read: [Event] = []
        _ = try LogReader(interner: interner).read(
            LogSource(name: "log", bytes: lines.flatMap { Array($0.utf8) }),
            events: { for index in $0.indices { read.append($0[index]) } }, rejection: { _ in })
        return read
    }

    @Test func wordsAreNumberedInTheOrderOfTheSourcesWhicheverWasReadFirst() throws {
        let interner = Interner(knowing: Vocabulary())
        var order = WordOrder(interner)
        var second = try events(of: ["c", "b"], interner)
        var first = try events(of: ["a", "b"], interner)
        order.number(&first)
        #expect(first.map(\.client) == [0, 1] && first.map(\.eventType) == [0, 1])
        let additions = order.takeAdditions()
        #expect(additions.devices.map(\.name) == ["a", "b"] && additions.texts == ["h-a", "h-b"])
        order.number(&second)
        #expect(second.map(\.client) == [2, 1] && second.map(\.eventType) == [2, 1])
        let later = order.takeAdditions()
        #expect(later.devices.map(\.name) == ["c"] && later.clients.map(\.device) == [2])
        #expect(later.eventTypes.map(\.hub) == [3])
    }

    @Test func whatTheDatabaseKnowsKeepsItsNumber() throws {
        var known = Vocabulary()
        let first = Interner(knowing: known)
        var order = WordOrder(first)
        var old = try events(of: ["a", "b"], first)
        order.number(&old)
        known.append(order.takeAdditions())

        let second = Interner(knowing: known)
        order = WordOrder(second)
        var new = try events(of: ["c", "b"], second)
        order.number(&new)
        #expect(new.map(\.client) == [2, 1])
        #expect(order.takeAdditions().devices.map(\.name) == ["c"])
    }

    /// More words than are moved at once, of which the first has its number last.
    @Test func aWordMayWaitForItsNumberLongerThanThousandsOfLaterOnes() throws {
        let interner = Interner(knowing: Vocabulary())
        var order = WordOrder(interner)
        var last = try events(of: ["late"], interner)
        for part in 0..<4 {
            var some = try events(of: (0..<1000).map { "d\(part)-\($0)" }, interner)
            order.number(&some)
            #expect(some.map(\.client) == (0..<1000).map { UInt32(part * 1000 + $0) })
        }
        order.number(&last)
        #expect(last.map(\.client) == [4000])
        #expect(order.takeAdditions().devices.map(\.name).last == "late")
    }

    @Test func aResourceIsOfTheHubByItsNewNumber() throws {
        let interner = Interner(knowing: Vocabulary())
        var order = WordOrder(interner)
        let path =
            "/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/"
        let hubs = ["two", "one"].map { hub in
            #"{"time":"2026-03-10T07:10:00Z","resourceId":"\#(path + hub)","operationName":"deviceConnect","deviceId":"d"}"#
        }
        var read: [Event] = []
        _ = try LogReader(interner: interner).read(
            LogSource(name: "log", bytes: Array(hubs.joined(separator: "\n").utf8)),
            events: { for index in $0.indices { read.append($0[index]) } }, rejection: { _ in })
        var first = [read[1]]
        order.number(&first)
        #expect(order.resourcesOfHubs().map(\.hub) == [1])
        order.number(&read)
        #expect(
            order.resourcesOfHubs().map { [$0.resource.path.hasSuffix("one"), $0.hub == 1] } == [
                [true, true], [false, false],
            ])
    }
}
