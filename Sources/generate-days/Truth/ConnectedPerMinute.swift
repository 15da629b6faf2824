/// Connected devices of a hub by minute, as the metric `connectedDeviceCount` averages them.
struct ConnectedPerMinute: Sendable {
    let start: Int
    /// Seconds of connection within each minute that are not whole minutes.
    private var partial: [Int]
    /// Change in the number of devices that are connected through the whole minute.
    private var whole: [Int]

    init(over span: Range<Int>) {
        start = span.lowerBound
        partial = Array(repeating: 0, count: span.count / 60 + 1)
        whole = Array(repeating: 0, count: span.count / 60 + 2)
    }

    /// Adds the connections of one identity.
    mutating func add(_ line: ConnectionHistory, over span: Range<Int>) {
        var since = line.startsConnected ? span.lowerBound : nil
        for entry in line.entries {
            let time = min(max(Int(entry.time), span.lowerBound), span.upperBound)
            switch entry.kind {
            case .refusedConnect: continue
            case .connect: since = since ?? time
            case .disconnect:
                guard !entry.code.isTakeover, let from = since else { continue }
                add(from..<max(from, time))
                since = nil
            }
        }
        if let from = since { add(from..<span.upperBound) }
    }

    private mutating func add(_ connection: Range<Int>) {
        guard !connection.isEmpty else { return }
        let (first, last) = ((connection.lowerBound - start) / 60, (connection.upperBound - start) / 60)
        if first == last {
            partial[first] += connection.count
            return
        }
        partial[first] += start + (first + 1) * 60 - connection.lowerBound
        partial[last] += connection.upperBound - (start + last * 60)
        whole[first + 1] += 1
        whole[last] -= 1
    }

    /// Hundredths of a device, by minute.
    var hundredths: [Int] {
        var through = 0
        return partial.indices.dropLast().map { minute in
            through += whole[minute]
            return through * 100 + partial[minute] * 100 / 60
        }
    }
}
