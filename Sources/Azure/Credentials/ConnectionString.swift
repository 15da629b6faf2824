extension StringProtocol {
    /// The parts of a connection string, `Name=value;Name=value`, by their names in small letters.
    var connectionParts: [String: String] {
        let pairs = split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { ($0[0].lowercased(), String($0[1])) }, uniquingKeysWith: { $1 })
    }
}
