import Model

@testable import Diagnosis

/// A random sequence that is the same on every run.
struct Dice {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// A number from 0 up to 1.
    mutating func roll() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double((state >> 33) & 0xFF_FFFF) / Double(0x100_0000)
    }

    /// A waiting time of so many seconds on the average, as of things that happen by chance.
    mutating func wait(_ mean: Double) -> Int {
        var sum = 0.0
        // The logarithm of a uniform number, without a library: a sum of geometric steps.
        while roll() > 0.02 { sum += 1 }
        return 1 + Int(mean * (sum + roll()) / 49.5)
    }
}

extension LogLines {
    /// Seconds from midnight of the day at which the data of fleets begins and ends: the day, three hours before it and
    /// one hour after.
    static let fleetSpan = -10_800..<90_000

    /// Adds a record at so many seconds from midnight of the day.
    mutating func add(_ seconds: Int, _ device: String, _ kind: String, _ code: String = "", hub: String = "pumps") {
        add(
            LogLines.midnight.advanced(bySeconds: Int64(seconds)), Device(name: device), kind, code,
            ["hub": hub, "sdk": "node"])
    }

    /// Adds devices that renew a token every so many seconds, give or take a few, each in a phase of its own.
    mutating func addRenewing(_ count: Int, period: Int, seed: UInt64 = 1, hub: String = "pumps") {
        var dice = Dice(seed)
        for number in 0..<count {
            var time = LogLines.fleetSpan.lowerBound - Int(dice.roll() * Double(period))
            while true {
                time += period + Int(dice.roll() * 10)
                if time >= LogLines.fleetSpan.upperBound { break }
                if time < LogLines.fleetSpan.lowerBound { continue }
                add(time, "r\(number)", "disconnect", "404104", hub: hub)
                time += 3
                add(time, "r\(number)", "connect", hub: hub)
            }
        }
    }

    /// Adds devices that lose their connection by chance, on the average every so many seconds, and are back within
    /// minutes.
    mutating func addRandom(_ count: Int, every mean: Double, seed: UInt64 = 1, hub: String = "pumps") {
        var dice = Dice(seed)
        for number in 0..<count {
            var time = LogLines.fleetSpan.lowerBound
            while true {
                time += dice.wait(mean)
                if time >= LogLines.fleetSpan.upperBound { break }
                add(time, "x\(number)", "disconnect", "404104", hub: hub)
                time += dice.wait(120)
                add(time, "x\(number)", "connect", hub: hub)
            }
        }
    }

    /// The lines without those of a span, in seconds from midnight.
    func without(_ seconds: Range<Int>, hub: String = "pumps") -> LogLines {
        var cut = self
        cut.removeEvents { event in
            let offset = event.time.seconds - LogLines.midnight.seconds
            return Int(offset) >= seconds.lowerBound && Int(offset) < seconds.upperBound
                && vocabulary.text(vocabulary.eventTypes[Int(event.eventType)].hub) == hub
        }
        return cut
    }
}
