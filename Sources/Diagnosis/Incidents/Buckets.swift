/// Positions grouped by a number, those of one number in order: a counting sort.
struct Buckets {
    private let offsets: [UInt32]
    private let positions: [UInt32]

    /// - Parameter numbers: the number of each position, from 0 and below `count`.
    init(_ numbers: some Collection<UInt32>, count: Int) {
        var offsets = Array(repeating: UInt32(0), count: count + 1)
        for number in numbers { offsets[Int(number) + 1] += 1 }
        for number in 0..<count { offsets[number + 1] += offsets[number] }
        var next = offsets
        var positions = Array(repeating: UInt32(0), count: numbers.count)
        for (position, number) in numbers.enumerated() {
            positions[Int(next[Int(number)])] = UInt32(position)
            next[Int(number)] += 1
        }
        self.offsets = offsets
        self.positions = positions
    }

    /// The number before which so many of `count` equal parts of the positions are.
    func number(behind parts: Int, of count: Int) -> Int {
        offsets.firstSorted { Int($0) * count >= positions.count * parts }
    }

    /// The positions of a number.
    subscript(number: Int) -> ArraySlice<UInt32> {
        positions[Int(offsets[number])..<Int(offsets[number + 1])]
    }
}

extension Array {
    /// The first position whose element holds, in an array where all that hold come last.
    func firstSorted(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
