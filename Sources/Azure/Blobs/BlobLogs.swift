package import LogReading
import Model

/// The logs of containers: what is there, and what once was and is no more.
package struct BlobLogs: Sendable {
    /// In no order; an address that could not be listed is one of them, and opening it says why.
    package let sources: [LogSource]
    /// What was listed to its end, and which hours of it.
    private let listed: [(base: String, hours: BlobHours?)]
    private let identities: Set<String>

    /// Lists addresses, one after the other.
    ///
    /// - Parameter hours: the hours that are wanted of an address; nil for all.
    package init(
        of addresses: [String], _ surroundings: AzureSurroundings, hours: (_ shown: String) -> BlobHours?
    ) {
        var sources: [LogSource] = []
        var listed: [(base: String, hours: BlobHours?)] = []
        let ahead = BlobReadAhead()
        for text in addresses {
            do throws(AzureFailure) {
                let address = try BlobAddress(text)
                let access = BlobAccess(
                    address: address, credential: try Credential.of(address, surroundings), surroundings: surroundings)
                let wanted = hours(address.base)
                let blobs = try BlobWalk.blobs(of: address, hours: wanted, by: BlobClient(access))
                listed.append((address.base, wanted))
                if blobs.isEmpty { throw BlobLogs.nothing(at: address, wanted) }
                let place = ahead.add(access)
                sources += blobs.map { BlobLogs.source(of: $0, access, place, ahead) }
            } catch {
                let shown = BlobAddress.shown(text)
                let place = (try? BlobAddress(text))?.shown ?? shown + "*"
                sources.append(error.source(at: place, written: shown))
            }
        }
        self.init(sources: sources, listed: listed)
    }

    init(sources: [LogSource], listed: [(base: String, hours: BlobHours?)]) {
        self.sources = sources
        self.listed = listed
        identities = Set(sources.map(\.name))
    }

    private static func nothing(at address: BlobAddress, _ hours: BlobHours?) -> AzureFailure {
        let endings = "whose name ends as a log's does (.json, .csv, .gz and the like)"
        let which = hours == nil ? "no blob \(endings)" : "no blob of the hours that the day needs, \(endings)"
        return AzureFailure(address.shown, which + "; is the diagnostic setting on?", later: true)
    }

    private static func source(
        of blob: Blob, _ access: BlobAccess, _ place: Int, _ ahead: BlobReadAhead
    ) -> LogSource {
        LogSource(
            address: access.address.address(of: blob.name), size: blob.size, modified: blob.modified,
            remote: RemoteLog(
                version: blob.etag,
                open: { (range) throws(LogReadingError) in ahead.open(blob, in: place, range) },
                expect: { ahead.expect(blob, in: place) }))
    }

    /// Whether what could not be read once needs no more mention: the list's word counts, since nobody else can say it.
    ///
    /// A blob that no list of this run would have named stays missing; an address that could not be listed does not, once
    /// nobody names it any more: a slip of the pen would otherwise mark every report.
    package func isSettled(_ identity: String) -> Bool {
        if identities.contains(identity) { return false }
        if identity.hasSuffix("/") || identity.hasSuffix("*") { return true }
        return listed.contains { identity.hasPrefix($0.base) && $0.hours?.contains(identity) != false }
    }

    /// Tries what a run would do first, and says with what: one page of a list, and one byte of a blob that is not archived.
    ///
    /// - Throws: what a run would say.
    package static func trial(
        of text: String, _ surroundings: AzureSurroundings
    ) throws(AzureFailure) -> String {
        let address = try BlobAddress(text)
        let credential = try Credential.of(address, surroundings)
        let access = BlobAccess(address: address, credential: credential, surroundings: surroundings)
        let client = BlobClient(access, tries: 1)
        let page = try client.page(of: address.prefix)
        let words = "\(address.shown): \(credential.words); listed"
        let full = page.blobs.filter { $0.size > 0 }
        guard !full.isEmpty else { return words + ", nothing in it to read yet" }
        guard let blob = full.first(where: { !$0.isArchived }) else {
            return words + ", nothing online to read among the first \(full.count) blobs"
        }
        try client.fetch(0..<1, of: blob, into: PieceBuffer(capacity: 1))
        return words + " and read"
    }
}
