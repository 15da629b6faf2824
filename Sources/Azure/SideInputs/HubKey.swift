import Foundation
import Model

/// A shared access policy of a hub, from its connection string (IoT Hub, "Control access to IoT Hub with shared access
/// signatures").
struct HubKey: Sendable {
    private static let name = "IOTHUB_CONNECTION_STRING"
    /// Seconds that a signature lasts.
    private static let life: Int64 = 3600

    private let host: String
    private let policy: String
    private let hmac: HMAC

    /// The one for a host that the environment names, or a line of the file that it names; nil where none is for that host.
    ///
    /// - Throws: where one is and is no use.
    static func of(_ host: String, _ surroundings: AzureSurroundings) throws(AzureFailure) -> HubKey? {
        var lines = surroundings[name] ?? ""
        if let path = surroundings[name + "_FILE"] {
            guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 1 << 20 else {
                throw AzureFailure(path, "cannot be read; check \(name)_FILE", later: false)
            }
            lines += "\n" + String(decoding: bytes, as: UTF8.self)
        }
        for line in lines.split(whereSeparator: \.isNewline) {
            let parts = line.connectionParts
            guard parts["hostname"]?.lowercased() == host else { continue }
            guard let policy = parts["sharedaccesskeyname"],
                let key = parts["sharedaccesskey"].flatMap({ Data(base64Encoded: $0) }), !key.isEmpty
            else { throw AzureFailure(name, "has no usable SharedAccessKeyName and SharedAccessKey", later: false) }
            return HubKey(host: host, policy: policy, hmac: HMAC(key: Array(key)))
        }
        return nil
    }

    func access(_ surroundings: AzureSurroundings) -> ServiceAccess {
        ServiceAccess(words: "\(HubKey.name), policy \(policy)", surroundings) { (_) throws(AzureFailure) in
            authorization(at: surroundings.now())
        }
    }

    func authorization(at now: Instant) -> String {
        let ends = now.seconds + HubKey.life
        let place = host.percentEncoded()
        let signature = Data(hmac.code(of: Array("\(place)\n\(ends)".utf8))).base64EncodedString()
        return
            "SharedAccessSignature sr=\(place)&sig=\(signature.percentEncoded())&se=\(ends)&skn=\(policy.percentEncoded())"
    }
}
