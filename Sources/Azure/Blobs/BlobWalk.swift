import LogReading

/// Finds the blobs of an address, in as few requests as their names allow.
struct BlobWalk {
    /// More folders side by side than this are no hubs: the whole is listed then.
    private static let mostFolders = 200
    /// A request each: once so many folders were looked into, all that is below one more is listed at once.
    static let mostLooks = 500
    private static let mostBlobs = 5_000_000

    private let client: BlobClient
    private let address: BlobAddress
    /// Nil for all hours.
    private let hours: BlobHours?
    private var blobs: [Blob] = []
    /// Folders that may yet be looked into.
    private var looks: Int

    private init(_ client: BlobClient, _ address: BlobAddress, hours: BlobHours?, looks: Int) {
        self.looks = looks
        self.client = client
        self.address = address
        self.hours = hours
    }

    /// The blobs that have the ending of a log, and the one that the address names itself.
    static func blobs(
        of address: BlobAddress, hours: BlobHours?, by client: BlobClient, mostLooks: Int = BlobWalk.mostLooks
    ) throws(AzureFailure) -> [Blob] {
        var walk = BlobWalk(client, address, hours: hours, looks: mostLooks)
        if let hours {
            try walk.descend(address.prefix, hours)
        } else {
            try walk.list(address.prefix)
        }
        return walk.blobs
    }

    /// Goes from folder to folder, past those of other dates.
    ///
    /// What is in no folder of a date is found like the rest: only its records say of which hour they are.
    private mutating func descend(_ prefix: String, _ hours: BlobHours, depth: Int = 0) throws(AzureFailure) {
        guard depth < 32, looks > 0, BlobHours.depth(of: prefix) < 3 else { return try list(prefix) }
        looks -= 1
        var folders: [String] = []
        var found: [Blob] = []
        try forEachPage(of: prefix, delimiter: "/") { page in
            folders += page.prefixes
            found += page.blobs
            return folders.count <= BlobWalk.mostFolders
        }
        guard folders.count <= BlobWalk.mostFolders else { return try list(prefix) }
        folders.removeAll { !hours.mayHold($0) }
        guard BlobHours.depth(of: prefix) == 2, let first = folders.first else {
            try add(found)
            for folder in folders { try descend(folder, hours, depth: depth + 1) }
            return
        }
        // The days of a month are listed together.
        let days = folders.reduce(first) { $0.commonPrefix(with: $1) }
        try add(found.filter { !$0.name.hasPrefix(days) })
        try list(days)
    }

    private mutating func list(_ prefix: String) throws(AzureFailure) {
        var found: [Blob] = []
        try forEachPage(of: prefix, delimiter: "") { page in
            found += page.blobs.filter { isWanted($0) }
            return found.count <= BlobWalk.mostBlobs
        }
        try add(found)
    }

    private mutating func add(_ found: [Blob]) throws(AzureFailure) {
        blobs += found.filter { isWanted($0) }
        guard blobs.count <= BlobWalk.mostBlobs else {
            throw AzureFailure(
                address.shown, "more than \(BlobWalk.mostBlobs) blobs; name a prefix such as one hub's", later: false)
        }
    }

    private func isWanted(_ blob: Blob) -> Bool {
        (LogDiscovery.looksLikeLog(blob.name) || blob.name == address.prefix) && hours?.contains(blob.name) != false
    }

    /// Asks for page after page until the last one, or until the receiver has enough.
    private func forEachPage(
        of prefix: String, delimiter: String, take: (BlobPage) -> Bool
    ) throws(AzureFailure) {
        var marker = ""
        while true {
            let page = try client.page(of: prefix, delimiter: delimiter, behind: marker)
            guard take(page), !page.marker.isEmpty else { return }
            guard page.marker != marker else {
                throw AzureFailure(address.shown, "the list of blobs has no end; try again later", later: true)
            }
            marker = page.marker
        }
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
