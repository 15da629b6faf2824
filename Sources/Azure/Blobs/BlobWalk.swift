import LogReading

/// Finds the blobs of an address, in as few requests as their names allow.
struct BlobWalk {
    /// More folders side by side than this are no hubs: the whole is listed then.
    private static let mostFolders = 200
    private static let mostBlobs = 5_000_000

    private let client: BlobClient
    private let address: BlobAddress
    /// Nil for all hours.
    private let hours: BlobHours?
    private var blobs: [Blob] = []

    private init(_ client: BlobClient, _ address: BlobAddress, hours: BlobHours?) {
        self.client = client
        self.address = address
        self.hours = hours
    }

    /// The blobs that have the ending of a log, and the one that the address names itself.
    static func blobs(
        of address: BlobAddress, hours: BlobHours?, by client: BlobClient
    ) throws(AzureFailure) -> [Blob] {
        var walk = BlobWalk(client, address, hours: hours)
        if let hours, !hours.ranges.isEmpty, !address.prefix.contains("y=") {
            try walk.descend(address.prefix, hours, depth: 0)
        } else {
            try walk.list(address.prefix)
        }
        return walk.blobs
    }

    /// Goes from folder to folder as far as the years, below which only the hours that are wanted are listed.
    private mutating func descend(_ prefix: String, _ hours: BlobHours, depth: Int) throws(AzureFailure) {
        var folders: [String] = []
        var found: [Blob] = []
        try forEachPage(of: prefix, delimiter: "/") { page in
            folders += page.prefixes
            found += page.blobs
            return folders.count <= BlobWalk.mostFolders
        }
        guard folders.count <= BlobWalk.mostFolders, depth < 32 else { return try list(prefix) }
        try add(found)
        let years = folders.filter { BlobWalk.lastPart(of: $0).hasPrefix("y=") }
        for folder in folders where !years.contains(folder) { try descend(folder, hours, depth: depth + 1) }
        guard let first = years.first else { return }
        let parent = first.dropLast(BlobWalk.lastPart(of: first).count)
        for months in hours.prefixes where years.contains(where: { months.hasPrefix(BlobWalk.lastPart(of: $0)) }) {
            try list(parent + months)
        }
    }

    /// `y=2026/` of `a/y=2026/`.
    private static func lastPart(of folder: String) -> Substring {
        folder[(folder.dropLast().lastIndex(of: "/").map { folder.index(after: $0) } ?? folder.startIndex)...]
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
