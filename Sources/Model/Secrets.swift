/// Finds keys, passwords and tokens by their form and takes them out.
///
/// A log may have been copied with a registry beside it, a device may say its connection string in an error: text of
/// the input goes through here before it is kept or shown. Names, times, addresses and sentences stay as they are.
///
/// A text is looked at as it reads once percent signs, `\u0022`, `&quot;` and `\/` are undone.
///
/// Forms: "Control access to IoT Hub with shared access signatures" (keys of 16 to 64 bytes in base64, `sig=`),
/// connection strings of Azure services (`SharedAccessKey=`, `AccountKey=`), RFC 6750 (Bearer), RFC 7519 (JWT), RFC
/// 3986 section 3.2.1 (passwords in addresses), RFC 7468 (PEM).
package enum Secrets {
    /// What stands in place of a secret.
    package static let mask = "(masked)"

    /// The text without its secrets; masking it again changes nothing.
    package static func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let search = SecretSearch(DecodedText(bytes))
        var result: [UInt8] = []
        var position = 0
        var kept = 0
        while position < search.bytes.count {
            guard let secret = search.secret(at: position) else {
                position += 1
                continue
            }
            result += bytes[kept..<search.place(of: secret.lowerBound)]
            result += Array(mask.utf8)
            position = max(secret.upperBound, position + 1)
            kept = search.place(of: secret.upperBound)
        }
        if kept == 0 { return text }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }
}
