import Foundation

/// A storage account of `Tests/loopback/blobs.py`.
package final class BlobServer: FolderServer<BlobRequest> {
    /// The account's key, as `blobs.py` has it.
    package static let key = Data("a key that is used by nobody else".utf8).base64EncodedString()

    package init() throws { try super.init("blobs", with: "blobs/logs") }

    /// Returns when one request more has come, before it is answered; with the setting `says` alone.
    package func waitForRequest() throws {
        _ = try LoopbackServer.line(of: output)
    }

    /// The address of the container `logs`, or of what is below it.
    package func url(_ prefix: String = "") -> String { "http://127.0.0.1:\(port)/acct/logs/" + prefix }

    /// What opens the container `logs` with the account's key.
    package var keyed: [String: String] {
        ["AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": BlobServer.key]
    }

    /// Writes a blob, or one anew, as another one of the same name.
    package func put(_ text: String, at name: String) throws { try write(text, to: "blobs/logs/" + name) }

    package func append(_ text: String, to name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: folder + "/blobs/logs/" + name))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: folder + "/blobs/logs/" + name)
    }
}

package struct BlobRequest: Decodable {
    package let method: String
    package let path: String
    package let status: Int
    package let bytes: Int
    package let range: String?
    package let opened: String
    /// The client's port.
    package let connection: Int

    package var isList: Bool { path.contains("comp=list") }
}
