/// The hub that a resource id names, in lower case; nil where it names none.
func hub(ofResource id: String) -> String? {
    let parts = id.lowercased().split(separator: "/")
    guard let index = parts.firstIndex(of: "iothubs"), index + 1 < parts.endIndex, index > 0,
        parts[index - 1] == "microsoft.devices", parts[index + 1].utf8.count <= 63
    else { return nil }
    return String(parts[index + 1])
}
