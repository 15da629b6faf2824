import LogReading
import Testing

/// That what is remembered of earlier records changes nothing of what is read, however the bytes arrive.
func expectMemoryChangesNothing(_ text: [UInt8], events: Int) throws {
    let strict = try read(text, ReadingOptions(remembersLines: false))
    #expect(try read(text) == strict)
    #expect(try read(text, ReadingOptions(pieceBytes: 777)) == strict)
    // A second time everything may be known.
    let twice = text + [0x0a] + text
    #expect(try read(twice) == read(twice, ReadingOptions(remembersLines: false)))
    #expect(strict.events.count >= events)
}
