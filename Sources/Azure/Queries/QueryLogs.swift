package import LogReading
import Model

/// Tables that are asked by queries as logs: an hour of a table is a source, and how many records it has and when the last of
/// them came in is its version.
package struct QueryLogs: Sendable {
    /// In no order; an address that could not be asked is one of them, and opening it says why.
    package let sources: [LogSource]
    /// What was asked for, and which hours of it.
    private let listed: [(base: String, hours: BlobHours?)]
    private let identities: Set<String>

    /// Asks one address after the other which hours it has.
    ///
    /// - Parameter hours: the hours that are wanted of an address; nil for all.
    package init(
        of addresses: [String], _ surroundings: AzureSurroundings, hours: (_ shown: String) -> BlobHours?
    ) {
        var sources: [LogSource] = []
        var listed: [(base: String, hours: BlobHours?)] = []
        for text in addresses {
            do throws(AzureFailure) {
                let table = try QueryTable(text, surroundings)
                let wanted = hours(table.address.shown)
                let found = try table.hours(wanted)
                listed.append((table.address.shown, wanted))
                if found.isEmpty {
                    throw AzureFailure(
                        table.address.shown,
                        "no record of category Connections of the hours that are needed; is the diagnostic setting on?",
                        later: true)
                }
                sources += found.map(table.source)
            } catch {
                let place = (try? QueryAddress(text))?.shown ?? QueryAddress.shown(text)
                sources.append(error.source(at: place, written: place))
            }
        }
        self.sources = sources
        self.listed = listed
        identities = Set(sources.map(\.name))
    }

    /// Whether what could not be read once needs no more mention: the hour was asked for and is not there any more, or the
    /// address is not named any more.
    package func isSettled(_ identity: String) -> Bool {
        if identities.contains(identity) { return false }
        guard BlobHours.hour(of: identity) != nil else { return true }
        return listed.contains { identity.hasPrefix($0.base) && $0.hours?.contains(identity) != false }
    }

    /// Tries what a run would do first, and says with what: which columns there are, and how many records of a day.
    ///
    /// - Throws: what a run would say.
    package static func trial(of text: String, _ surroundings: AzureSurroundings) throws(AzureFailure) -> String {
        let table = try QueryTable(text, surroundings, tries: 1)
        let now = surroundings.now()
        let day = BlobHours([TimeWindow(from: now.advanced(bySeconds: -86_400), to: now)])
        let records = try table.hours(day).reduce(0) { $0 + $1.records }
        return "\(table.address.shown): \(table.access.words); \(records) records of the last day"
    }
}

/// A table, what opens it, and what can be asked of it.
struct QueryTable: Sendable {
    struct Hour: Hashable {
        /// Since 1970.
        let hour: Int
        let records: Int64
        let ingested: String
    }

    let address: QueryAddress
    let access: ServiceAccess
    private let texts: QueryTexts
    private let tries: Int

    init(_ text: String, _ surroundings: AzureSurroundings, tries: Int = 6) throws(AzureFailure) {
        address = try QueryAddress(text)
        access = try ServiceAccess(identityFor: address.resource, at: address.shown, surroundings)
        self.tries = tries
        let rows = try QueryClient(address, access, tries: tries).rows(of: QueryTexts.columns(of: address.table))
        texts = try QueryTexts(address, columns: rows.compactMap { $0.first ?? nil })
    }

    /// The hours that have records.
    func hours(_ wanted: BlobHours?) throws(AzureFailure) -> [Hour] {
        let windows = (wanted?.ranges ?? []).map { Int64($0.lowerBound) * 3600..<Int64($0.upperBound) * 3600 }
        let client = QueryClient(address, access, tries: tries)
        let rows: [[String?]]
        do throws(AzureFailure) {
            rows = try client.rows(of: texts.hours(windows, ingested: true))
        } catch  where error.status == 400 {
            // Engines that only speak the language may not know when a record came in; what they count is a version too.
            rows = try client.rows(of: texts.hours(windows, ingested: false))
        }
        var hours: [Hour] = []
        for row in rows {
            guard row.count >= 2, let time = row[0].flatMap({ Instant(exported: $0) }),
                let records = row[1].flatMap(Int64.init),
                records >= 0
            else {
                throw AzureFailure(address.shown, "a count of records has no hour, or an hour no count", later: false)
            }
            hours.append(
                Hour(hour: Int(time.seconds / 3600), records: records, ingested: row.count > 2 ? row[2] ?? "" : ""))
        }
        return hours
    }

    func source(of hour: Hour) -> LogSource {
        let place = address.identity(ofHour: hour.hour)
        return LogSource(
            address: place, size: nil, modified: nil,
            remote: RemoteLog(
                version: "\(hour.records) \(hour.ingested)", leastRecords: hour.records,
                open: { [self] (_) throws(LogReadingError) in
                    MadeStream(
                        QueryAnswers(
                            QueryClient(address, access, tries: tries), texts, hour: hour.hour, records: hour.records,
                            place: place))
                },
                expect: {}))
    }
}
