import LogReading

/// The entries of an optional input, with what reading them gave.
struct InputEntries {
    private let source: LogSource
    private let entries: EntryReader

    /// - Parameters:
    ///   - shape: the members of an entry that are wanted.
    ///   - most: values of one entry that are kept at most; a larger one is bad.
    init(_ source: LogSource, shape: [String: Shape], most: Int = 10_000) throws(InputError) {
        self.source = source
        do throws(LogReadingError) {
            entries = try EntryReader(source, shape: shape, mostValues: most)
        } catch {
            throw InputError(error, source.name)
        }
    }

    /// Hands over each entry with the line that it begins on, and counts those that are none.
    func forEach(
        _ summary: inout InputSummary, _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(InputError) {
        do throws(EntryReader.Failure) {
            try entries.forEach { entry in
                switch entry {
                case .value(let value, let line): take(value, line, &summary)
                case .bad(let reason, let line): summary.countBad(line: line, reason)
                }
            }
        } catch {
            switch error {
            case .source(let error): throw InputError(error, source.name)
            case .malformed(let line, let reason): throw .malformed(file: source.name, line: line, fault: reason)
            case .compression(let defect): throw .compression(file: source.name, defect)
            }
        }
    }
}
