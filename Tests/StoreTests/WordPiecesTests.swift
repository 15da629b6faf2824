import Model
import Testing

@testable import Store

@Suite struct WordPiecesTests {
    @Test func wordsComePieceByPieceInTheOrderOfTheirNumbers() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(0, 0, 0)], to: store, devices: 20_000)
        var pieces: [VocabularyAdditions] = []
        try store.forEachWords { pieces.append($0) }
        #expect(pieces.count { !$0.devices.isEmpty } == 3)
        #expect(pieces.flatMap(\.devices).map(\.name) == (0..<20_000).map { "device-\($0)" })
        #expect(pieces.flatMap(\.clients).map(\.device) == Array(0..<20_000))
        #expect(pieces.flatMap(\.texts) == [""] + Fixture.vocabulary(devices: 0).texts)
        #expect(pieces.flatMap(\.eventTypes) == Fixture.vocabulary(devices: 0).eventTypes)
    }
}
