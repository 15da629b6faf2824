import LogReading

/// The entries of an optional input, with what reading them gave.
struct InputEntries {
    private let source: LogSource
    private let entries: EntryReader

    /// - Parameters:
    ///   - shape: the members of an entry that are wanted.
    ///   - most: values of one entry that are kept at most; a larger one is bad.
    ///   - isEntry: whether an object is an entry; of another one the texts are looked into.
    init(
        _ source: LogSource, shape: [String: Shape], most: Int = 10_000,
        isEntry: @escaping (JSONValue) -> Bool = { _ in true }
    ) throws(InputError) {
        self.source = source
        guard !source.isPipe else {
            throw .unusable(file: source.name, reason: "a pipe or a device, and it is read twice; give a file")
        }
        do throws(LogReadingError) {
            let shape = shape.merging(["error": .scalar]) { own, _ in own }
            entries = try EntryReader(source, shape: shape, mostValues: most, isEntry: isEntry)
        } catch {
            throw InputError(error, source.name)
        }
    }

    /// Hands over each entry with the line that it begins on, and counts those that are none.
    func forEach(
        _ summary: inout InputSummary, _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(InputError) {
        var failed = 0
        do throws(EntryReader.Failure) {
            try entries.forEach { entry in
                switch entry {
                case .value(let value, _) where value["error"] != nil && value.isOnlyError: failed += 1
                case .value(let value, let line): take(value, line, &summary)
                case .bad(let reason, let line): summary.countBad(line: line, reason)
                }
            }
        } catch {
            switch error {
            case .source(let error): throw InputError(error, source.name)
            case .malformed(let line, let reason): throw try whole(line, reason)
            case .compression(let defect): throw .compression(file: source.name, defect)
            }
        }
        guard summary.entries + summary.others + summary.bad == 0 else { return }
        if failed > 0 { throw .failedCall(file: source.name) }
        if entries.isEmptySource { throw .empty(file: source.name) }
    }

    /// What the whole file is that breaks at a line: something else, or words instead of values.
    private func whole(_ line: Int, _ reason: RejectReason) throws(InputError) -> InputError {
        do throws(LogReadingError) {
            if let foreign = try EntryReader.foreign(source) { return .unusable(file: source.name, reason: foreign) }
            if try EntryReader.beginsWithWords(source) { return .failedCall(file: source.name) }
            return .malformed(file: source.name, line: line, fault: reason)
        } catch {
            throw InputError(error, source.name)
        }
    }
}

extension JSONValue {
    /// Whether a REST answer says only that something went wrong.
    fileprivate var isOnlyError: Bool {
        guard case .object(let members) = self else { return false }
        return members.count == 1
    }
}
