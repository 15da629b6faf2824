/// A type of an Avro schema (Apache Avro specification 1.11, "Schema Declaration").
indirect enum AvroType {
    case null, boolean, integer, float, double, bytes, string
    /// A moment, as so many parts of a second since 1970 UTC (specification, "Logical Types").
    case moment(partsPerSecond: Int64)
    case fixed(Int)
    case enumeration([String])
    case array(AvroType)
    case map(AvroType)
    case union([AvroType])
    case record([AvroField])
    /// A type that was declared before.
    case named(String)
}

/// A field of a record.
struct AvroField {
    let name: String
    let type: AvroType
}

/// The schema of a container: its type, and the types that have names.
struct AvroSchema {
    private static let mostTypes = 10_000
    private static let mostLevels = 32

    private(set) var type = AvroType.null
    private(set) var named: [String: AvroType] = [:]
    private var types = 0

    /// Nil where the text is no schema.
    init?(_ json: JSONValue) {
        guard let type = read(json, space: "", level: 0) else { return nil }
        self.type = type
    }

    /// The field of a record of Event Hubs Capture that holds the message (Azure Event Hubs documentation, "Exploring
    /// captured Avro files").
    var body: Int? {
        guard case .record(let fields) = type else { return nil }
        return fields.firstIndex { $0.name.lowercased() == "body" && $0.type.isBytes }
    }

    private mutating func read(_ json: JSONValue, space: String, level: Int) -> AvroType? {
        types += 1
        guard level < AvroSchema.mostLevels, types < AvroSchema.mostTypes else { return nil }
        switch json {
        case .text(let name): return AvroSchema.primitive(name) ?? reference(name, space)
        case .array(let members):
            var union: [AvroType] = []
            for member in members {
                guard let type = read(member, space: space, level: level + 1) else { return nil }
                union.append(type)
            }
            return union.isEmpty ? nil : .union(union)
        case .object: return readComplex(json, space: space, level: level)
        default: return nil
        }
    }

    private mutating func readComplex(_ json: JSONValue, space: String, level: Int) -> AvroType? {
        guard let kind = json["type"] else { return nil }
        guard let word = kind.text else { return read(kind, space: space, level: level + 1) }
        let space = json["namespace"]?.text ?? space
        let name = json["name"]?.text.map { $0.contains(".") || space.isEmpty ? $0 : space + "." + $0 }
        let type: AvroType?
        switch word {
        case "array": return json["items"].flatMap { read($0, space: space, level: level + 1) }.map { .array($0) }
        case "map": return json["values"].flatMap { read($0, space: space, level: level + 1) }.map { .map($0) }
        case "fixed":
            guard let size = json["size"]?.number, size >= 0, size < 1_048_576 else { return nil }
            type = .fixed(Int(size))
        case "enum": type = .enumeration((json["symbols"]?.elements ?? []).compactMap(\.text))
        case "record", "error":
            // A field may be of the type that is being declared.
            if let name { named[name] = .null }
            type = fields(json["fields"]?.elements ?? [], space: space, level: level).map { .record($0) }
        case "long":
            let parts: [String: Int64] = [
                "timestamp-millis": 1_000, "timestamp-micros": 1_000_000, "timestamp-nanos": 1_000_000_000,
            ]
            return json["logicalType"]?.text.flatMap { parts[$0] }.map { .moment(partsPerSecond: $0) } ?? .integer
        default: return AvroSchema.primitive(word) ?? reference(word, space)
        }
        if let name { named[name] = type }
        return type
    }

    private mutating func fields(_ declared: [JSONValue], space: String, level: Int) -> [AvroField]? {
        var fields: [AvroField] = []
        for field in declared {
            guard let name = field["name"]?.text,
                let type = field["type"].flatMap({ read($0, space: space, level: level + 1) })
            else { return nil }
            fields.append(AvroField(name: name, type: type))
        }
        return fields
    }

    private func reference(_ name: String, _ space: String) -> AvroType? {
        let full = space + "." + name
        if named[full] != nil { return .named(full) }
        return named[name] != nil ? .named(name) : nil
    }

    private static func primitive(_ name: String) -> AvroType? {
        switch name {
        case "null": .null
        case "boolean": .boolean
        case "int", "long": .integer
        case "float": .float
        case "double": .double
        case "bytes": .bytes
        case "string": .string
        default: nil
        }
    }
}

extension AvroType {
    /// Whether it is a sequence of bytes, or may be one.
    fileprivate var isBytes: Bool {
        switch self {
        case .bytes, .string: true
        case .union(let types): types.contains { $0.isBytes }
        default: false
        }
    }
}
