import LogReading
import Model
import Testing

@Suite struct InternerTests {
    private func read(_ text: String, _ interner: Interner) throws -> [Event] {
        var events: [Event] = []
        _ = try LogReader(interner: interner).read(
            LogSource(name: "t", bytes: Array(text.utf8)),
            events: { for index in $0.indices { events.append($0[index]) } },
            rejection: { _ in })
        return events
    }

    @Test func whatAVocabularyKnowsKeepsItsNumbersAndNewEntriesFollow() throws {
        let first = Interner(knowing: Vocabulary())
        let old = try read(drop("2026-03-10T07:12:41Z", "a") + "\n", first)
        var vocabulary = Vocabulary()
        vocabulary.append(first.takeAdditions())
        #expect(first.takeAdditions().isEmpty)

        let second = Interner(knowing: vocabulary)
        let new = try read(
            drop("2026-03-10T07:12:41Z", "b") + "\n" + drop("2026-03-10T07:12:41Z", "a") + "\n", second)
        let additions = second.takeAdditions()
        #expect(new[1] == old[0])
        #expect(new[0].client == 1)
        #expect(new[0].eventType == old[0].eventType)
        #expect(additions.devices == [Device(name: "b")])
        #expect(additions.texts == [])
        #expect(additions.eventTypes == [])
    }

    /// A database hands its words over a few thousand at a time.
    @Test func wordsThatComePieceByPieceHaveTheNumbersOfTheirPlaces() throws {
        let first = Interner(knowing: Vocabulary())
        let lines = ["a", "b", "c"].map { drop("2026-03-10T07:12:41Z", $0) }.joined(separator: "\n")
        let old = try read(lines, first)
        let all = first.takeAdditions()
        let second = Interner { learn in
            learn(VocabularyAdditions(Vocabulary()))
            for text in all.texts { learn(VocabularyAdditions(texts: [text])) }
            for device in all.devices { learn(VocabularyAdditions(devices: [device])) }
            learn(VocabularyAdditions(clients: all.clients, eventTypes: all.eventTypes))
        }
        #expect(try read(lines, second) == old)
        let new = second.takeAdditions()
        #expect(new.texts == [] && new.devices == [] && new.clients == [] && new.eventTypes == [])
    }

    /// The last has another hub's path in another form: its name is taken, the path is not.
    @Test func theResourceOfAHubIsHandedOverOnce() throws {
        let interner = Interner(knowing: Vocabulary())
        let odd = drop("2026-03-10T07:12:41Z", "c").replacing(hubPath, with: "/A/IOTHUBS/GATES")
        let lines = ["a", "b"].map { drop("2026-03-10T07:12:41Z", $0) } + [odd]
        _ = try read(lines.joined(separator: "\n"), interner)
        let additions = interner.takeAdditions()
        #expect(additions.texts.contains("gates"))
        #expect(additions.resources.map(\.resource.path) == [hubPath.lowercased()])
        // The empty text has number 0 and is in no addition.
        let hubs = additions.resources.map { additions.texts[Int($0.hub) - 1] }
        #expect(hubs == ["pumps-weu"])
        _ = try read(lines.joined(separator: "\n"), interner)
        #expect(interner.takeAdditions().isEmpty)
    }

    @Test func aDeviceAndItsModuleAreNotConfusedWithALongerName() throws {
        let interner = Interner(knowing: Vocabulary())
        let lines = [("ab", "c"), ("a", "bc"), ("abc", "")].map {
            #"{"time":"2026-03-10T07:12:41Z","operationName":"deviceConnect","deviceId":"\#($0.0)","moduleId":"\#($0.1)"}"#
        }
        _ = try read(lines.joined(separator: "\n"), interner)
        #expect(interner.takeAdditions().devices.count == 3)
    }
}
