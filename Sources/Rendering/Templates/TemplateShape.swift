/// What names a context offers, found by looking at one: the names of an object, and of the elements of its lists.
struct TemplateShape {
    private(set) var names: [String: TemplateShape] = [:]

    init() {}

    /// The shape of a dictionary, of all elements of an array together, or of a plain value, which has no names.
    init(of value: Any) {
        if let object = value as? [String: Any] {
            for (name, child) in object { names[name] = TemplateShape(of: child) }
        } else if let list = value as? [Any] {
            for element in list { merge(TemplateShape(of: element)) }
        }
    }

    private mutating func merge(_ other: TemplateShape) {
        for (name, shape) in other.names { names[name, default: TemplateShape()].merge(shape) }
    }
}
