import Model

/// Files of a folder that may hold logs by their names, and are not read, since their endings are none of a log's.
struct LeftOutFiles {
    private static let texts = [".log", ".txt"]
    private static let archives = [
        ".zip", ".zst", ".parquet", ".xlsx", ".xls", ".bz2", ".xz", ".lz4", ".7z", ".tar", ".tgz", ".rar",
    ]
    /// What lies in folders of every kind and is no log.
    private static let others = ["readme", "license", "notice", "changes", "changelog"]
    private static let mostNames = 3

    private var names: [String] = []
    private var hasTexts = false
    private var hasArchives = false
    private var count = 0

    /// Notes a file whose name may be that of a log; hubdrops' own `phone.txt` is none.
    mutating func note(_ name: String) {
        let lower = name.lowercased()
        let isText = LeftOutFiles.texts.contains(where: lower.hasSuffix)
        let isArchive = LeftOutFiles.archives.contains(where: lower.hasSuffix)
        guard isText || isArchive, lower != "phone.txt", !LeftOutFiles.others.contains(where: lower.hasPrefix) else {
            return
        }
        count += 1
        hasTexts = hasTexts || isText
        hasArchives = hasArchives || isArchive
        names.append(name)
        names.sort()
        if names.count > LeftOutFiles.mostNames { names.removeLast() }
    }

    /// What they are and what to do, in one clause; nil where there is none.
    var text: String? {
        guard count > 0 else { return nil }
        let ways = [
            hasTexts ? "a file that is named itself is read" : nil,
            hasArchives ? "unpack archives, export tables as CSV" : nil,
        ].compactMap { $0 }
        let those = count > names.count ? ", such as " : ": "
        return Words.counted(count, "file") + " in it" + (count == 1 ? " has" : " have") + " another ending than logs"
            + those + names.joined(separator: ", ") + "; " + ways.joined(separator: "; ")
    }
}
