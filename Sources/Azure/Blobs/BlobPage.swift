import HTTP
import Model

/// A page of a list of blobs (Azure Storage, "List Blobs", https://learn.microsoft.com/rest/api/storageservices/list-blobs).
package struct BlobPage: Hashable, Sendable {
    /// In the order of their names.
    package private(set) var blobs: [Blob] = []
    /// What names begin with up to the delimiter that was asked for.
    package private(set) var prefixes: [String] = []
    /// What the next page is asked for with; empty behind the last one.
    private(set) var marker = ""

    /// - Throws: for what is no such list.
    package init(_ xml: [UInt8]) throws(XMLProblem) {
        var reader = XMLReader(xml)
        var path: [String] = []
        var text = ""
        var isEncoded = false
        var blob = Blob()
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                if path.isEmpty, name != "EnumerationResults" {
                    throw XMLProblem(words: "no list of blobs", offset: 0)
                }
                path.append(name)
                text = ""
                isEncoded = attributes["Encoded"] == "true"
                if path == ["EnumerationResults", "Blobs", "Blob"] { blob = Blob() }
            case .text(let part): text += part
            case .end:
                // A name that XML cannot hold comes encoded (versions from 2021-02-12 on).
                let value = isEncoded ? text.removingPercents() ?? text : text
                try take(value, at: path.dropFirst(), &blob)
                isEncoded = false
                path.removeLast()
            }
        }
    }

    private mutating func take(_ text: String, at path: ArraySlice<String>, _ blob: inout Blob) throws(XMLProblem) {
        switch path.joined(separator: "/") {
        case "NextMarker": marker = text
        case "Blobs/BlobPrefix/Name": prefixes.append(text)
        case "Blobs/Blob/Name": blob.name = text
        case "Blobs/Blob/Properties/Etag": blob.etag = text.filter { $0 != "\"" }
        case "Blobs/Blob/Properties/Last-Modified": blob.modified = HTTPDate.instant(text)
        case "Blobs/Blob/Properties/Creation-Time": blob.created = text
        case "Blobs/Blob/Properties/AccessTier": blob.isArchived = text == "Archive"
        case "Blobs/Blob/Properties/BlobType": blob.isAppended = text == "AppendBlob"
        case "Blobs/Blob/Properties/Content-Length":
            guard let size = Int64(text), (0...(1 << 46)).contains(size) else {
                throw XMLProblem(words: "a size that is not a number", offset: 0)
            }
            blob.size = size
        case "Blobs/Blob": if !blob.name.isEmpty { blobs.append(blob) }
        default: break
        }
    }
}
