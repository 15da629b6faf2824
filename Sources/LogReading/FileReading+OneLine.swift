import Model

/// Lines that hold several records: a message, an array or a query's answer, as tools save them one a line.
extension FileReading {
    /// After so many breaks the rest of a line is given up, so that the time for a hostile line stays bounded.
    static let mostBreaks = 64

    /// Reads the values of one line, up to its end, as if the source ended there.
    ///
    /// Its elements count one by one. Where its structure is broken, what stood before is kept, and the elements behind
    /// it are read again from the next one on.
    func readValuesOfLine(to end: Int) throws {
        isResumable = false
        valueLine = line
        window.narrow(to: end)
        defer {
            window.widen()
            element = 0
        }
        var isBroken = isAmongFragments
        var breaks = 0
        var lastBreak = -1
        while breaks < FileReading.mostBreaks {
            skipBetweenValues(to: end, isBroken)
            guard window.position < end else { return }
            let start = window.position
            // Behind a break an array may be a part of what broke; only records tell themselves.
            guard !isBroken || window.bytes[start] == UInt8(ascii: "{") else {
                guard goToNextElement(to: end) else { return }
                continue
            }
            let known = summary.records + summary.rejected
            guard let fault = try walkValue() else { continue }
            // What broke is tried once more by itself, since the fault may have stood before it; it counts once.
            let isSameBreak = start == lastBreak && summary.records + summary.rejected == known
            if !isSameBreak { try rejectLine(fault, from: window.position, to: end) }
            isBroken = true
            tables.areBroken = true
            // What is cut lasts to the end of the line; what looks like a record behind it is a part of it.
            if fault == .endsTooEarly || fault == .endsInsideText { return }
            breaks += 1
            lastBreak = window.position
            if window.position == start, !goToNextElement(to: end) { return }
        }
    }

    /// Goes to the next brace that may open a record: one that follows another record and a comma.
    private func goToNextElement(to end: Int) -> Bool {
        let bytes = window.bytes
        var at = window.position + 1
        while at < end {
            at = bytes.firstIndex(of: UInt8(ascii: "}"), from: at, to: end)
            guard at >= 0 else { return false }
            at += 1
            var next = at
            while next < end, bytes[next] <= 0x20 { next += 1 }
            guard next < end, bytes[next] == UInt8(ascii: ",") else { continue }
            next += 1
            while next < end, bytes[next] <= 0x20 { next += 1 }
            guard next < end, bytes[next] == UInt8(ascii: "{") else { continue }
            window.position = next
            return true
        }
        return false
    }

    /// Skips white space and, behind a break, the signs that are left of the broken container.
    private func skipBetweenValues(to end: Int, _ isBroken: Bool) {
        while window.position < end {
            let byte = window.bytes[window.position]
            let isSign = [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte)
            guard byte <= 0x20 || isBroken && isSign else { return }
            window.position += 1
        }
    }

    /// Whether the line at the window's position lacks only closing brackets at its end, and so may go on.
    func isOpen(at end: Int) throws -> Bool {
        window.narrow(to: end)
        defer { window.widen() }
        guard case .broken(.endsTooEarly) = try extentOfValue() else { return false }
        return true
    }
}
