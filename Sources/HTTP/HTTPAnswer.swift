/// What a server says before the body of its answer.
package struct HTTPHead: Hashable, Sendable {
    package var status: Int
    package var fields: HTTPFields

    package init(status: Int, fields: HTTPFields = HTTPFields()) {
        self.status = status
        self.fields = fields
    }

    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// An answer with its whole body.
package struct HTTPAnswer: Hashable, Sendable {
    package var head: HTTPHead
    package var body: [UInt8]

    package init(head: HTTPHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// How an exchange ended.
package enum HTTPOutcome: Hashable, Sendable {
    /// The answer came whole, whatever its status says.
    case answered(HTTPHead)
    case failed(HTTPFailure)
}

/// Why there is no whole answer.
package struct HTTPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// No connection came about: name, route, proxy, port.
        case unreachable
        /// No byte for too long, or not done in time.
        case timedOut
        /// The connection ended before the answer did.
        case broken
        /// The server's certificate is not trusted.
        case untrusted
        /// No TLS connection could be made: the server hung up, speaks no TLS, or none from 1.2 on.
        case noTLS
        /// The request cannot be made as it is.
        case misconfigured
        /// The answer is larger than the caller takes.
        case tooLarge

        /// Whether the same request may have another outcome later.
        package var isPassing: Bool { self == .unreachable || self == .timedOut || self == .broken }
    }

    package var kind: Kind
    /// Host and port, and what is wrong; never the rest of the address, nor a field.
    package var description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

/// Whether the receiver of a body wants the rest of it.
package enum HTTPFlow: Sendable {
    case goOn
    /// Enough: the connection is given up, and the outcome is the head.
    case stop
}
