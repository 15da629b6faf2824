/// A drop as the truth tells it.
struct TrueDrop: Sendable, Equatable {
    var start: Int
    /// Nil when no successful connect follows in the data.
    var end: Int?
    var cause: TrueCause
    var incident: Int?
    /// Of all its records, in their order, each once.
    var codes: [Code]
    /// Time of its latest record.
    var last: Int
}

/// The drops of one identity that its surviving records show, in order.
///
/// A drop is a group of disconnect records at most 60 s apart with no successful connect between them. A takeover code
/// (400027, 409002) speaks of the older link: its record belongs to the drop that the taking connect ended, although it
/// may stand after that connect, and then nothing was ever offline.
func drops(of entries: [Entry], labels: [ConnectionHistory.Drop]) -> [TrueDrop] {
    var drops: [TrueDrop] = []
    var numberOfLast: UInt32?
    var open: [Int] = []
    for entry in entries {
        let time = Int(entry.time)
        switch entry.kind {
        case .refusedConnect: continue
        case .connect:
            for place in open { drops[place].end = time }
            open = []
        case .disconnect:
            let label = labels[Int(entry.drop)]
            if let last = drops.last, entry.drop == numberOfLast || joins(last, entry, takenOver: label.takenOver) {
                let place = drops.count - 1
                if !last.codes.contains(entry.code) { drops[place].codes.append(entry.code) }
                drops[place].last = time
            } else {
                let end = label.takenOver.map { max(time, $0) }
                drops.append(
                    TrueDrop(
                        start: time, end: end, cause: label.cause, incident: label.incident, codes: [entry.code],
                        last: time))
                if end == nil { open.append(drops.count - 1) }
            }
            numberOfLast = entry.drop
        }
    }
    return drops
}

/// Only when the export lost the connect between two drops can the second one join the first.
private func joins(_ drop: TrueDrop, _ entry: Entry, takenOver: Int?) -> Bool {
    takenOver == nil && drop.end == nil && Int(entry.time) - drop.last <= 60
}

extension TrueDrop {
    /// `401003+404104`; empty for a clean disconnect.
    var codeText: String {
        codes.filter { $0 != .none }.map { $0.number.map(String.init) ?? "(none)" }.joined(separator: "+")
    }
}
