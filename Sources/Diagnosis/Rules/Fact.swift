/// Something known of a drop, in words, and what it adds to the weight of the drop's cause; below zero it speaks against it.
struct Fact: Equatable {
    let weight: Double
    let words: String

    init(_ weight: Double, _ words: String) {
        self.weight = weight
        self.words = words
    }
}

extension [Fact] {
    /// The two that speak most for the cause.
    var strongest: [String] {
        enumerated().filter { $0.element.weight > 0 }
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.prefix(2).map(\.element.words)
    }

    /// The one that speaks most against it.
    var against: String? {
        filter { $0.weight < 0 }.min { $0.weight < $1.weight }?.words
    }
}
