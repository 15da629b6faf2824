import Azure

/// A page of a list of blobs: read twice, the same twice, and no more in it than was in the bytes.
enum BlobListChecks {
    static func faults(of bytes: [UInt8]) -> [String] {
        let first = Result { () throws(XMLProblem) in try BlobPage(bytes) }
        let second = Result { () throws(XMLProblem) in try BlobPage(bytes) }
        var faults: [String] = []
        if first != second { faults.append("a second reading gives something else") }
        guard case .success(let page) = first else { return faults }
        let names = page.blobs.reduce(0) { $0 + $1.name.utf8.count }
        let prefixes = page.prefixes.reduce(0) { $0 + $1.utf8.count }
        if names + prefixes > bytes.count { faults.append("names out of nothing") }
        if page.blobs.contains(where: { $0.size < 0 || $0.name.isEmpty }) { faults.append("a blob that cannot be") }
        return faults
    }
}
