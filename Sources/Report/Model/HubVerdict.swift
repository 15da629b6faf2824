/// The day of one hub of several, in one word and its numbers.
package struct HubVerdict: Sendable, Equatable, Codable {
    package var hub: String
    package var word: Verdict.Word
    /// False where input of this hub is missing: such a day is not compared with.
    package var isComplete: Bool
    package var numbers: [Measure]
    /// What it was compared with, in words; empty where with nothing.
    package var comparedWith: String
    /// The last days of the hub, oldest first, and the day itself.
    package var trend: [TrendDay] = []
}
