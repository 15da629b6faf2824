/// A value of a JSON text.
package enum JSONValue: Equatable {
    case null
    case truth(Bool)
    /// As it is written.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// A member by its name, capital letters being equal to small ones where none has the very name: PowerShell
    /// writes `DeviceId` where others write `deviceId`.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        if let member = members[name] { return member }
        return members.keys.filter { isSameName($0, name) }.min().flatMap { members[$0] }
    }

    /// A text that is not empty.
    package var text: String? {
        guard case .text(let text) = self, !text.isEmpty else { return nil }
        return text
    }

    package var number: Double? {
        guard case .number(let digits) = self, let number = Double(digits), number.isFinite else { return nil }
        return number
    }

    package var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

/// Whether two names are equal but for capital letters.
private func isSameName(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.lowercased() == right.lowercased()
}

/// The shape of a member of some, by its name in any letters.
func wanted(_ name: String, of members: [String: Shape]) -> Shape? {
    if let shape = members[name] { return shape }
    return members.first { isSameName($0.key, name) }?.value
}

/// Which parts of a value are wanted.
///
/// The reader steps over the rest, so that it never becomes a value: that is how keys and connection strings stay out.
package indirect enum Shape: Sendable {
    /// Texts, numbers, truths and null; an object or array counts as null.
    case scalar
    /// Everything.
    case all
    /// An object with these members; of any other kind it is null.
    case object([String: Shape])
    /// An array whose elements have this shape; of any other kind it is null.
    case array(Shape)

    func member(_ name: String) -> Shape? {
        switch self {
        case .all: .all
        case .object(let members): wanted(name, of: members)
        case .scalar, .array: nil
        }
    }

    var element: Shape? {
        switch self {
        case .all: .all
        case .array(let element): element
        case .scalar, .object: nil
        }
    }

    var isArray: Bool {
        if case .array = self { return true }
        return false
    }

    var wantsObject: Bool {
        switch self {
        case .all, .object: true
        case .scalar, .array: false
        }
    }
}

/// How much of one entry may still be kept, and what was found wrong with it.
struct EntryBudget {
    /// Values that may still be kept.
    var values: Int
    var problem: String?

    mutating func spend() -> Bool {
        values -= 1
        if values < 0 { problem = problem ?? "the entry is too large" }
        return values >= 0
    }

    /// Keeps a member; of two with one name nobody could say which of them counts.
    mutating func keep(_ value: JSONValue, as name: String, in members: inout [String: JSONValue]) {
        if members.updateValue(value, forKey: name) != nil { problem = problem ?? "a field appears twice" }
    }
}

extension JSONReader {
    /// Reads the next value as far as a shape wants it, and goes behind it.
    mutating func value(_ shape: Shape, _ budget: inout EntryBudget, depth: Int = 0) throws(RejectReason) -> JSONValue {
        let first = try peek()
        guard budget.spend() else {
            try skipValue()
            return .null
        }
        switch first {
        case UInt8(ascii: "\""): return .text(try text().text)
        case UInt8(ascii: "{") where shape.wantsObject:
            guard depth < JSONReader.mostLevels else { throw .tooDeep }
            return .object(try members(shape, &budget, depth: depth + 1))
        case UInt8(ascii: "["):
            guard let element = shape.element else { break }
            guard depth < JSONReader.mostLevels else { throw .tooDeep }
            return .array(try elements(element, &budget, depth: depth + 1))
        case UInt8(ascii: "{"): break
        default:
            let (kind, bytes) = try word()
            switch kind {
            case .number: return .number(bytes.text)
            case .null: return .null
            default: return .truth(bytes[0] == UInt8(ascii: "t"))
            }
        }
        try skipValue()
        return .null
    }

    private mutating func members(
        _ shape: Shape, _ budget: inout EntryBudget, depth: Int
    ) throws(RejectReason) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        guard try open(closing: UInt8(ascii: "}")) else { return members }
        repeat {
            let name = try key().text
            if let inner = shape.member(name) {
                let value = try value(inner, &budget, depth: depth)
                budget.keep(value, as: name, in: &members)
            } else {
                try skipValue()
            }
        } while try more(closing: UInt8(ascii: "}"))
        return members
    }

    private mutating func elements(
        _ shape: Shape, _ budget: inout EntryBudget, depth: Int
    ) throws(RejectReason) -> [JSONValue] {
        var elements: [JSONValue] = []
        guard try open(closing: UInt8(ascii: "]")) else { return elements }
        repeat {
            let value = try value(shape, &budget, depth: depth)
            if budget.problem == nil { elements.append(value) }
        } while try more(closing: UInt8(ascii: "]"))
        return elements
    }
}
