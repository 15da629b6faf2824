import Model

/// Reads texts in fields that break somewhere, by the rule of a source that does: each bad place costs only itself.
final class BrokenTexts {
    private let stream = TextStream()
    private let window: InputWindow
    private let values: JSONValues
    private let sink: RecordSink

    /// - Parameter textsAround: in how many texts what is read stands.
    init(_ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink, textsAround: Int) {
        self.sink = sink
        window = InputWindow(stream, piece: 1 << 16)
        values = JSONValues(window, cache, decoder, sink, textsAround: textsAround)
    }

    /// Reads a text; gives how many records and rejects it holds.
    ///
    /// - Parameters:
    ///   - line: the line of the value around it.
    ///   - behindBreak: whether its beginning is lost.
    func read(_ text: Bytes, line: Int64, behindBreak: Bool) throws -> Int64 {
        let (format, around) = (sink.summary.format, sink.lineAround)
        let before = sink.summary.records + sink.summary.rejected
        sink.lineAround = around ?? line
        defer {
            // What the source is does not depend on what is in a text.
            sink.summary.format = format
            sink.lineAround = around
        }
        stream.text = text
        window.restart()
        try window.fill(text.count + 1)
        _ = try values.readLine(to: window.bytes.count, behindBreak: behindBreak)
        return sink.summary.records + sink.summary.rejected - before
    }
}
