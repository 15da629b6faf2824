/// A small reproducible source of numbers (the generator of Knuth's MMIX).
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}

/// Lines of a few devices and kinds, one in so many of them damaged at random.
func damagedLines(seed: UInt64, count: Int = 400, oneIn: Int = 3, _ good: (inout Dice) -> String) -> [UInt8] {
    var dice = Dice(state: seed)
    var text: [UInt8] = []
    let marks = Array("\"\\{}[],: \n\r\0x9Z.T-é\u{feff}".utf8)
    for _ in 0..<count {
        var line = Array((good(&dice) + "\n").utf8)
        if Int.random(in: 0..<oneIn, using: &dice) == 0 {
            for _ in 0..<Int.random(in: 1...2, using: &dice) {
                let place = Int.random(in: 0..<line.count, using: &dice)
                let mark = marks[Int.random(in: 0..<marks.count, using: &dice)]
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: line[place] = mark
                case 1: line.insert(mark, at: place)
                case 2: line.remove(at: place)
                default: line.removeSubrange(place..<min(line.count, place + Int.random(in: 1...30, using: &dice)))
                }
                if line.isEmpty { line = [0x0a] }
            }
        }
        text += line
    }
    return text
}

func someTime(_ dice: inout Dice) -> String {
    let second = Int.random(in: 0..<60, using: &dice)
    let shown = second < 10 ? "0\(second)" : "\(second)"
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: return "2026-03-10T07:12:\(shown).1234567Z"
    case 1: return "2026-03-10T07:12:\(shown)+01:00"
    case 2: return "2026-02-30T07:12:\(shown)Z"
    case 3: return "1980-02-03T07:12:\(shown)Z"
    default: return "2026-03-10T07:12:\(shown)Z"
    }
}
