/// The parts of an address that may be shown and that decide how it is spoken to.
package struct HTTPAddress: Equatable {
    package let host: String
    let port: Int
    let isSecure: Bool

    /// - Parameters:
    ///   - allowsLink: whether the network of the machine's own link is as good as the machine.
    ///   - allowsPlain: whether another machine may be spoken to in the clear.
    /// - Returns: nil for what is no address, has a user name or a password in it, which programs show to everybody, or would
    ///   send in the clear to another machine.
    package init?(_ url: String, allowsLink: Bool = false, allowsPlain: Bool = false) {
        // Behind a backslash some read a path and others, as libcurl does, what is still part of a user name.
        guard url.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }) else { return nil }
        let lower = url.lowercased()
        if lower.hasPrefix("https://") {
            isSecure = true
        } else if lower.hasPrefix("http://") {
            isSecure = false
        } else {
            return nil
        }
        let rest = url.dropFirst(isSecure ? 8 : 7)
        let place = rest.prefix { !"/?#".contains($0) }
        guard !place.contains("@") else { return nil }
        var name = place
        var number = isSecure ? 443 : 80
        let isBracketed = place.hasPrefix("[")
        let afterName =
            isBracketed ? place.firstIndex(of: "]").map { place.index(after: $0) } : place.firstIndex(of: ":")
        if isBracketed, afterName == nil { return nil }
        if let afterName, afterName < place.endIndex {
            guard place[afterName] == ":", let given = Int(place[place.index(after: afterName)...]),
                (1...65_535).contains(given)
            else { return nil }
            number = given
            name = place[..<afterName]
        }
        guard !name.isEmpty else { return nil }
        host = name.lowercased()
        port = number
        guard isSecure || isThisMachine || allowsPlain || allowsLink && isLinkLocal else { return nil }
    }

    /// The address of a request, held against what the request allows.
    init?(_ request: HTTPRequest) {
        self.init(request.url, allowsLink: request.isDirect, allowsPlain: request.mayBePlain)
    }

    private var octets: [UInt8] {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0) }
        return parts.count == 4 && numbers.count == 4 ? numbers : []
    }

    /// Whether what is sent stays on this machine.
    package var isThisMachine: Bool { ["localhost", "[::1]"].contains(host) || octets.first == 127 }

    /// Where clouds answer their machines; such an address is not routed any further (RFC 3927, section 2.6.2).
    private var isLinkLocal: Bool { octets.starts(with: [169, 254]) }

    /// What failures call it.
    var place: String { "\(host):\(port)" }
}
