extension DayFacts {
    /// Most files that a report names.
    package static let mostFiles = 1000

    /// Puts together what several databases know of the input behind one day.
    ///
    /// Files name no hub: units of one database bring the same facts, and these count once.
    package static func merged(_ parts: [DayFacts]) -> DayFacts {
        var sources: [DayFacts] = []
        var problems: [String] = []
        for var part in parts {
            problems += part.sideProblems.filter { !problems.contains($0) }
            part.sideProblems = []
            part.hours = []
            if !sources.contains(part) { sources.append(part) }
        }
        if let twice = fileOfTwo(sources) {
            problems.append(
                "units of one database were made before and after an import: \(twice) is in two of them and counts twice; make both again"
            )
        }
        var all = sources.count == 1 ? sources[0] : added(sources)
        all.sideProblems = problems
        return all
    }

    /// A file that two databases took in, by its content.
    private static func fileOfTwo(_ sources: [DayFacts]) -> String? {
        var known: Set<String> = []
        for source in sources {
            let own = Dictionary(source.files.map { ($0.fingerprint, $0.path) }) { first, _ in first }
            if let twice = own.filter({ known.contains($0.key) }).values.min() { return twice }
            known.formUnion(own.keys)
        }
        return nil
    }

    private static func added(_ sources: [DayFacts]) -> DayFacts {
        var all = DayFacts()
        for part in sources {
            all.filesBeyond += part.filesBeyond
            all.eventsRead += part.eventsRead
            all.events += part.events
            all.eventsOfOtherDays += part.eventsOfOtherDays
            all.rejected += part.rejected
            all.otherCategories += part.otherCategories
            all.unreadableCount += part.unreadableCount
            all.strangerCount += part.strangerCount
        }
        let files = sources.flatMap(\.files).sorted { ($0.path, $0.fingerprint) < ($1.path, $1.fingerprint) }
        let beyond = files.dropFirst(mostFiles)
        all.files = Array(files.prefix(mostFiles))
        all.filesBeyond += Int64(beyond.count)
        let warnings = beyond.flatMap { file in file.warnings.map { FileWarning(path: file.path, text: $0) } }
        all.warningsBeyond = Array(
            (warnings + sources.flatMap(\.warningsBeyond)).sorted { ($0.path, $0.text) < ($1.path, $1.text) }
                .prefix(mostWarnings + 1))
        all.rejections = Array(
            sources.flatMap(\.rejections).sorted { ($0.file, $0.rejection.line) < ($1.file, $1.rejection.line) }
                .prefix(mostRejections))
        all.firstEvent = sources.compactMap(\.firstEvent).min()
        all.lastEvent = sources.compactMap(\.lastEvent).max()
        all.unreadable = Array(sources.flatMap(\.unreadable).sorted().prefix(mostUnreadable))
        all.strangers = Array(sources.flatMap(\.strangers).sorted { $0.path < $1.path }.prefix(mostUnreadable))
        all.otherOperations = Dictionary(grouping: sources.flatMap(\.otherOperations), by: \.name)
            .map { name, parts in OtherOperation(name: name, records: parts.reduce(0) { $0 + $1.records }) }
            .sorted { $0.name < $1.name }
        return all
    }
}
