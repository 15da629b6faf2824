/// What is wrong with an entry whose JSON is right.
enum EntryFault: String, Error {
    case doubleName = "a field stands twice"
    case tooLarge = "the entry is too large"
}

/// How much of one entry may still be kept, and what was found wrong with it.
struct EntryBudget {
    /// Values that may still be kept.
    var values: Int
    var fault: EntryFault?

    mutating func spend() -> Bool {
        values -= 1
        if values < 0 { fault = fault ?? .tooLarge }
        return values >= 0
    }
}

extension JSONReader {
    /// Reads the next value as far as a shape wants it, and goes behind it.
    mutating func value(_ shape: Shape, _ budget: inout EntryBudget, depth: Int = 0) throws(JSONStop) -> JSONValue {
        let first = try peek()
        guard budget.spend() else {
            try skipValue(depth: depth)
            return .null
        }
        switch first {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{") where shape.wantsObject:
            return .object(try members(shape, &budget, depth: depth))
        case UInt8(ascii: "["):
            guard let element = shape.element else { break }
            return .array(try elements(element, &budget, depth: depth))
        case UInt8(ascii: "{"): break
        default: return try word()
        }
        try skipValue(depth: depth)
        return .null
    }

    private mutating func members(
        _ shape: Shape, _ budget: inout EntryBudget, depth: Int
    ) throws(JSONStop) -> [String: JSONValue] {
        guard depth < JSONReader.mostLevels else { throw .fault(.tooDeep) }
        var members: [String: JSONValue] = [:]
        guard try open(closing: UInt8(ascii: "}")) else { return members }
        repeat {
            let name = try key()
            guard let inner = shape.member(name) else {
                try skipValue(depth: depth + 1)
                continue
            }
            let value = try value(inner, &budget, depth: depth + 1)
            if members.updateValue(value, forKey: name) != nil { budget.fault = budget.fault ?? .doubleName }
        } while try more(closing: UInt8(ascii: "}"))
        return members
    }

    private mutating func elements(
        _ shape: Shape, _ budget: inout EntryBudget, depth: Int
    ) throws(JSONStop) -> [JSONValue] {
        guard depth < JSONReader.mostLevels else { throw .fault(.tooDeep) }
        var elements: [JSONValue] = []
        guard try open(closing: UInt8(ascii: "]")) else { return elements }
        repeat {
            let value = try value(shape, &budget, depth: depth + 1)
            if budget.fault == nil { elements.append(value) }
        } while try more(closing: UInt8(ascii: "]"))
        return elements
    }

    /// Steps over the next value, checking it as strictly as if it were read.
    mutating func skipValue(depth: Int = 0) throws(JSONStop) {
        switch try peek() {
        case UInt8(ascii: "\""): try skipText()
        case UInt8(ascii: "{"):
            guard depth < JSONReader.mostLevels else { throw .fault(.tooDeep) }
            guard try open(closing: UInt8(ascii: "}")) else { return }
            repeat {
                guard try peek() == UInt8(ascii: "\"") else { throw .fault(.expected("a name in quotes")) }
                try skipText()
                try expect(":")
                try skipValue(depth: depth + 1)
            } while try more(closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            guard depth < JSONReader.mostLevels else { throw .fault(.tooDeep) }
            guard try open(closing: UInt8(ascii: "]")) else { return }
            repeat { try skipValue(depth: depth + 1) } while try more(closing: UInt8(ascii: "]"))
        default: _ = try word()
        }
    }
}
