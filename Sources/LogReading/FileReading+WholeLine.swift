import Model

/// Lines that hold several records, all of them whole: `{"records":[…]}`, as an Event Hub's consumer saves messages.
///
/// Such a line is read in one pass. Where anything on it is unusual, nothing of it is taken, and it is read again the
/// slow way, which looks at the whole line before it looks at its parts and knows what to make of broken ones.
extension FileReading {
    /// How many messages may be wrapped in others.
    private static let mostWraps = 4

    /// Takes all records of the line at the window's position; false, and nothing is taken, where it must be read
    /// the slow way.
    func takeWholeLine(to end: Int) throws -> Bool {
        guard reader.options.remembersLines, !isAmongFragments else { return false }
        let start = window.position
        whole.removeAll(keepingCapacity: true)
        window.narrow(to: end)
        let isWhole = try collectValue(wraps: 0) && !skipSpace()
        window.widen()
        window.position = start
        guard isWhole else { return false }
        isResumable = false
        if summary.format == .jsonLines { summary.format = .json }
        for decoded in whole { try take(decoded) }
        return true
    }

    /// Collects the records of an array, or of an object that holds one.
    private func collectValue(wraps: Int) throws -> Bool {
        guard wraps < FileReading.mostWraps, try skipSpace() else { return false }
        switch window.bytes[window.position] {
        case UInt8(ascii: "["): return try collectElements()
        case UInt8(ascii: "{"): return try collectMembers(wraps: wraps)
        default: return false
        }
    }

    private func collectMembers(wraps: Int) throws -> Bool {
        window.position += 1
        guard try skipSpace() else { return false }
        var hasRecords = false
        while true {
            let (name, fault) = try readKey()
            guard fault == nil else { return false }
            switch name {
            case nil:
                guard try skipUnknownMember() else { return false }
            case .records where !hasRecords && window.bytes[window.position] == UInt8(ascii: "["):
                guard try collectElements() else { return false }
                hasRecords = true
            case .body where !hasRecords:
                guard try collectValue(wraps: wraps + 1) else { return false }
                hasRecords = true
            default: return false
            }
            guard try skipSpace() else { return false }
            let next = window.bytes[window.position]
            window.position += 1
            if next == UInt8(ascii: "}") { return hasRecords }
            guard next == UInt8(ascii: ",") else { return false }
        }
    }

    private func skipUnknownMember() throws -> Bool {
        guard case .ends(let end) = try extentOfValue() else { return false }
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: reader.decoder.arena)
        do throws(Fault) { try json.skipValue() } catch { return false }
        window.position = end
        return json.at == end
    }

    private func collectElements() throws -> Bool {
        window.position += 1
        guard try skipSpace() else { return false }
        if window.bytes[window.position] == UInt8(ascii: "]") {
            window.position += 1
            return true
        }
        while true {
            guard try skipSpace(), try collectElement(), try skipSpace() else { return false }
            let next = window.bytes[window.position]
            window.position += 1
            if next == UInt8(ascii: "]") { return true }
            guard next == UInt8(ascii: ",") else { return false }
        }
    }

    private func collectElement() throws -> Bool {
        if let known = knownElement(opening: UInt8(ascii: "{"), in: elementContext) {
            whole.append(known.decoded)
            window.position = known.end
            return true
        }
        guard window.bytes[window.position] == UInt8(ascii: "{"), case .ends(let end) = try extentOfValue() else {
            return false
        }
        let from = window.position
        let decoder = reader.decoder
        decoder.begin(bytes: end - from)
        var json = JSONReader(window.bytes, from: from, to: end, arena: decoder.arena)
        do throws(Fault) {
            try decoder.readMembers(&json, into: decoder.fields)
            guard json.at == end, !decoder.isContainer, !decoder.isFrame, !decidesForm else { return false }
            let decoded = try decoder.decode()
            remember(decoded, from: from, to: end, in: elementContext)
            whole.append(decoded)
        } catch {
            return false
        }
        window.position = end
        return true
    }
}
