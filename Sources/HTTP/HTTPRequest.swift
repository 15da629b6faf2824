/// One request of a server.
///
/// What is secret belongs into `fields`, never into `url`, unless the address itself is the secret, as those of webhooks
/// are: neither is ever part of a failure's words.
package struct HTTPRequest: Hashable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// How long an exchange may take.
    package struct Patience: Hashable, Sendable {
        /// Seconds until there is a connection, TLS included.
        package var connectSeconds = 10
        /// Seconds for the whole; 0 for no limit, which a large answer needs.
        package var totalSeconds = 20
        /// Seconds without a single byte after which the line counts as broken.
        package var silentSeconds = 20

        package init() {}
    }

    package var method: Method
    /// `https://…`, or `http://…` to this machine; no user name or password in it.
    package var url: String
    package var fields = HTTPFields()
    package var body: [UInt8] = []
    /// The bytes of the resource that are wanted (RFC 9110, section 14.1.2): from 0 on, both ends included.
    package var range: ClosedRange<Int64>?
    package var patience = Patience()
    /// Whether no proxy is asked, whatever the environment says: for what answers this machine alone, which may be on the
    /// network of its link as well (169.254.0.0/16).
    package var isDirect = false
    /// Whether `http://` to another machine is allowed, since whoever named it asked for that.
    package var mayBePlain = false
    /// Certificates (PEM) to trust instead of those that the environment or the system names.
    package var certificateFile: String?

    package init(_ method: Method, _ url: String) {
        self.method = method
        self.url = url
    }
}

/// The fields of a request or an answer, in their order; names are the same in either case (RFC 9110, section 5.1).
package struct HTTPFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package private(set) var list: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    package mutating func add(_ name: String, _ value: String) {
        list.append(Field(name: name, value: value))
    }

    /// The value of the first field of a name; nil without one.
    package subscript(name: String) -> String? {
        let name = name.lowercased()
        return list.first { $0.name.lowercased() == name }?.value
    }

    /// The first field that would end the header or start another; nil where all are what they seem.
    var unsafeName: String? {
        list.first { field in
            let isToken = !field.name.isEmpty && field.name.utf8.allSatisfy(HTTPFields.isTokenByte)
            return !isToken || field.value.utf8.contains { $0 < 32 && $0 != 9 || $0 == 127 }
        }?.name
    }

    /// RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
