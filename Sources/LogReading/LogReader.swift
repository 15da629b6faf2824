package import Model

/// Reads logs of every form into events.
///
/// One reader serves one thread at a time; what it learned from one source makes the next one faster. Readers with the
/// same interner learn from one another.
package final class LogReader {
    let decoder: RecordDecoder
    let cache: RecordCache
    let options: ReadingOptions

    package init(interner: Interner, options: ReadingOptions = ReadingOptions()) {
        decoder = RecordDecoder(interner: interner, defaultHub: options.defaultHub)
        cache = RecordCache(interner: interner, mayTake: options.remembersLines)
        self.options = options
    }

    /// Reads one source to its end.
    ///
    /// - Parameters:
    ///   - start: where to go on in a file that has grown; it must be JSON Lines, and uncompressed.
    ///   - events: takes the events in batches, in the order of the source; the span dies with the call.
    ///   - rejection: takes what could not be read, one by one.
    /// - Throws: `LogReadingError` where the source cannot be opened or read, and whatever the two closures throw.
    ///   Bad content never throws.
    package func read(
        _ source: LogSource, from start: ResumePoint? = nil, events: (Span<Event>) throws -> Void,
        rejection: (Rejection) throws -> Void
    ) throws -> ReadingSummary {
        try withoutActuallyEscaping(events) { events in
            try withoutActuallyEscaping(rejection) { rejection in
                let sink = RecordSink(EventBatch(events: events), decoder, rejection: rejection)
                try SourceReading(source, from: start, by: self, to: sink).run()
                return sink.summary
            }
        }
    }
}
