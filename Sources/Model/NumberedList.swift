/// Values by number, all of them or only some: what is left out takes a bit of memory and keeps its number.
///
/// A list that is whole is an array. A list of some is for who works on a part of a database, such as one hub.
package struct NumberedList<Value: Sendable>: Sendable {
    /// Those that are there, in the order of their numbers.
    package private(set) var values: [Value]
    /// How many numbers there are: the last of them, plus one.
    package fileprivate(set) var count: Int
    /// Whether every value is there.
    package let isWhole: Bool
    /// A bit for each number whose value is there; empty where all are.
    fileprivate var present: [UInt64] = []
    /// How many values are there before each 64 numbers.
    fileprivate var before: [UInt32] = []
    /// What stands for a value that is left out.
    private let absent: Value?

    /// All values, from number 0 on.
    package init(_ values: [Value]) {
        self.values = values
        count = values.count
        absent = nil
        isWhole = true
    }

    /// Some values of so many.
    ///
    /// - Parameters:
    ///   - values: one for each of the numbers, in their order.
    ///   - numbers: each below the count.
    ///   - absent: is answered for every other number.
    package init(_ values: [Value], of numbers: NumberSet, count: Int, absent: Value) {
        self.values = values
        self.count = count
        self.absent = absent
        isWhole = false
        present = numbers.words
        before.reserveCapacity(present.count)
        var sum: UInt32 = 0
        for word in present {
            before.append(sum)
            sum += UInt32(word.nonzeroBitCount)
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// The value of a number below the count.
    @inline(__always)
    func value(of number: Int) -> Value {
        if isWhole { return values[number] }
        guard let absent else { return values[number] }
        return some(number) ?? absent
    }

    @inline(__always)
    private func some(_ number: Int) -> Value? {
        guard number / 64 < present.count else { return nil }
        let (word, bit) = (present[number / 64], 1 << UInt64(number % 64) as UInt64)
        guard word & bit != 0 else { return nil }
        return values[Int(before[number / 64]) + (word & (bit - 1)).nonzeroBitCount]
    }

    /// Hands over what is there with its number, in the order of numbers.
    @inline(__always)
    func forEachValue(_ body: (_ number: Int, _ value: Value) throws -> Void) rethrows {
        guard !isWhole else {
            for (number, value) in values.enumerated() { try body(number, value) }
            return
        }
        var place = 0
        for (index, word) in present.enumerated() {
            var left = word
            while left != 0 {
                try body(index * 64 + left.trailingZeroBitCount, values[place])
                left &= left - 1
                place += 1
            }
        }
    }

    /// The same numbers with other values.
    package func map<Other: Sendable>(_ change: (Value) throws -> Other) rethrows -> NumberedList<Other> {
        var list = NumberedList<Other>(try values.map(change), absent: try absent.map(change))
        (list.count, list.present, list.before) = (count, present, before)
        return list
    }

    private init(_ values: [Value], absent: Value?) {
        self.values = values
        self.absent = absent
        isWhole = absent == nil
        count = values.count
    }

    /// Adds a value at the end of a whole list.
    package mutating func append(_ value: Value) { append(contentsOf: CollectionOfOne(value)) }

    /// Adds values at the end of a whole list.
    package mutating func append(contentsOf more: some Sequence<Value>) {
        guard isWhole else { return }
        values.append(contentsOf: more)
        count = values.count
    }
}

extension NumberedList: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Value...) { self.init(elements) }
}

// Every record of a day asks for its client. Other rooms see nothing of generic code but its declaration, and to go through
// that took a tenth of a run: what they call is of one type.
extension NumberedList where Value == ClientDescription {
    /// The client of a number below the count.
    package subscript(number: Int) -> ClientDescription { value(of: number) }

    /// Hands over what is there with its number, in the order of numbers.
    package func forEach(_ body: (_ number: Int, _ value: ClientDescription) throws -> Void) rethrows {
        try forEachValue(body)
    }
}

extension NumberedList where Value == DeviceID {
    /// The number of a device by a number below the count.
    package subscript(number: Int) -> DeviceID { value(of: number) }
}

extension NumberedList where Value == Device {
    /// The device of a number below the count.
    package subscript(number: Int) -> Device { value(of: number) }

    /// Hands over what is there with its number, in the order of numbers.
    package func forEach(_ body: (_ number: Int, _ value: Device) throws -> Void) rethrows {
        try forEachValue(body)
    }
}
