/// The day in one word and one sentence.
package struct Verdict: Sendable, Equatable, Codable {
    package enum Word: String, Sendable, Codable, CaseIterable {
        /// No record at all: nothing can be said, and least of all that all went well.
        case noData = "no data"
        /// Worse than the day is compared with; holds even where input is missing, which can only hide more.
        case worse
        /// Input is missing, and what there is shows nothing worse: the day cannot be called good.
        case incomplete
        case usual
        case better
        /// Something needs a person, and there is nothing to compare with, or input is missing.
        case trouble
        /// Nothing to compare with, and nothing that needs a person.
        case calm
    }

    package var word: Word
    /// The word as a headline: `Worse than usual`.
    package var headline: String
    /// What is missing, one sentence each; said before anything else.
    package var missing: [String] = []
    /// What happened, in one or two sentences.
    package var sentence: String
    /// The four numbers of the day.
    package var numbers: [Measure]
    /// What the day was compared with, in words; empty where with nothing.
    package var comparedWith: String
}

/// One number of a day beside that of the day before and the usual one.
package struct Measure: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Devices with at least one drop that is not expected.
        case devicesThatDropped = "devices-that-dropped"
        /// Downtime of drops that are not expected, in seconds.
        case downtimeSeconds = "downtime-seconds"
        /// Devices that are down at the end of the data.
        case stillDown = "still-down"
        /// Share of the devices' time in which they were connected, 0 to 1.
        case availability
    }

    /// How a number stands to the usual one, or to the day before where there is no usual one.
    package enum Tendency: String, Sendable, Codable {
        case better, same, worse
    }

    package enum Bound: String, Sendable, Codable {
        case atLeast = "at least"
        case atMost = "at most"
    }

    package var kind: Kind
    /// Absent where it cannot be known.
    package var value: Double?
    /// Set where input is missing: the true value may be beyond.
    package var bound: Bound?
    package var previous: Double?
    /// Median of the seven days before.
    package var usual: Double?
    package var tendency: Tendency?
}
