/// A repeatable source of chance: the same seed and path give the same draws on every machine.
///
/// SplitMix64 for the bits, and a logarithm made of additions, multiplications and divisions only, because the C
/// library's own may differ in the last bit from one release to the next and so change a day.
struct SeededRandom: Sendable {
    private var state: UInt64

    /// Each path (hub, device, purpose) has draws of its own, so that adding one device changes no other.
    init(seed: UInt64, _ path: Int...) {
        state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        for step in path {
            state = Self.mixed(state ^ Self.mixed(UInt64(truncatingIfNeeded: step) &+ 0xD1B5_4A32_D192_ED03))
        }
    }

    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// At least 0 and less than 1.
    mutating func fraction() -> Double {
        Double(bits() >> 11) * 0x1p-53
    }

    mutating func happens(_ probability: Double) -> Bool {
        fraction() < probability
    }

    /// A whole number of the range, both ends included; an empty range gives its lower end.
    mutating func whole(_ low: Int, _ high: Int) -> Int {
        guard high > low else { return low }
        return low + Int(bits() % UInt64(high - low + 1))
    }

    /// A waiting time in seconds, memoryless, rounded down.
    mutating func wait(mean seconds: Double) -> Int {
        Int(-Self.logarithm(1 - fraction()) * seconds)
    }

    mutating func pick<Choice>(_ choices: [Choice], or fallback: Choice) -> Choice {
        choices.isEmpty ? fallback : choices[whole(0, choices.count - 1)]
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The natural logarithm of a positive number by the series of the inverse hyperbolic tangent.
    private static func logarithm(_ value: Double) -> Double {
        let ratio = (value.significand - 1) / (value.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for divisor in stride(from: 1.0, through: 39.0, by: 2.0) {
            sum += power / divisor
            power *= square
        }
        return Double(value.exponent) * 0.693_147_180_559_945_3 + 2 * sum
    }
}
