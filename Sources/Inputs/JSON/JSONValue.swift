/// A value of a JSON text.
enum JSONValue: Equatable {
    case null
    case truth(Bool)
    /// As it is written.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// A text that is not empty.
    var text: String? {
        guard case .text(let text) = self, !text.isEmpty else { return nil }
        return text
    }

    var number: Double? {
        guard case .number(let digits) = self, let number = Double(digits), number.isFinite else { return nil }
        return number
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

/// Which parts of a value are wanted.
///
/// The reader steps over the rest, so that it never becomes a value: that is how keys and connection strings stay out.
indirect enum Shape: Sendable {
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
        case .object(let members): members[name]
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

    var wantsObject: Bool {
        switch self {
        case .all, .object: true
        case .scalar, .array: false
        }
    }
}
