/// How a record is spelled in the storage export; all but the first are legal JSON that a tolerant reader must take
/// for the same event.
enum RecordShape: UInt8, CaseIterable, Sendable {
    case usual
    case propertiesAsObject
    case resultAsNumber
    case emptyResult
    case nullResult
    case fractionOfSecond
    case offsetInsteadOfZ
    case blanks
    case otherOrder
    case moreKeys
    case unicodeEscapes
    case wrappedInRecords
}

/// What the way to the storage account does to the records of one identity: delay, repetition, odd spelling.
///
/// Resource logs usually arrive 3 to 10 minutes after the event
/// (https://learn.microsoft.com/azure/azure-monitor/platform/data-ingestion-time) and a blob holds what arrived in its hour.
struct Transit: Sendable {
    let noise: Bool
    /// Nothing arrives after this, since no blob of it would be written.
    let lastArrival: Int

    static let usualDelay = 180
    /// From this delay on a record counts as late.
    static let lateDelay = 1_200

    /// Sets when each entry arrives and how it is spelled.
    func carry(_ entries: inout [Entry], _ random: inout SeededRandom) {
        for place in entries.indices {
            let time = Int(entries[place].time)
            guard noise else {
                entries[place].arrival = UInt32(time + Self.usualDelay)
                continue
            }
            var arrival = time + Self.usualDelay + random.whole(0, 60)
            if random.happens(0.01) {
                let late = time + random.whole(Self.lateDelay, 14_400)
                if late <= lastArrival { arrival = late }
            }
            entries[place].arrival = UInt32(arrival)
            if random.happens(0.003) {
                let shape = RecordShape(rawValue: UInt8(random.whole(1, RecordShape.allCases.count - 1))) ?? .usual
                entries[place].shape = shape.fitting(entries[place].code)
            }
        }
    }

    /// Copies of some entries, which arrive up to a quarter of an hour later.
    func repeated(_ entries: [Entry], _ random: inout SeededRandom) -> [Entry] {
        guard noise else { return [] }
        var copies: [Entry] = []
        for entry in entries where random.happens(0.004) {
            var copy = entry
            copy.arrival = UInt32(max(Int(entry.arrival), min(Int(entry.arrival) + random.whole(0, 900), lastArrival)))
            copies.append(copy)
        }
        return copies
    }
}

extension RecordShape {
    /// A spelling of the result that a record of this code can have.
    fileprivate func fitting(_ code: Code) -> RecordShape {
        switch self {
        case .resultAsNumber where code.number == nil: .blanks
        case .emptyResult where code != .none, .nullResult where code != .none: .otherOrder
        default: self
        }
    }
}
