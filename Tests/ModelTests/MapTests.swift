import Foundation
import Testing

/// `ARCHITECTURE.md` is the map: it has to name every room, and what it names has to be there.
@Suite struct MapTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func page(_ name: String) throws -> String {
        try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }

    /// What stands between two backticks, outside blocks of code.
    private static func quoted(_ page: String) -> [String] {
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        var isBlock = false
        var words: [String] = []
        for line in lines {
            if line.hasPrefix("```") { isBlock.toggle() }
            if isBlock || line.hasPrefix("    ") { continue }
            words += line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
        return words
    }

    /// Folders of `Sources` that hold a file, by their path from the root.
    private static func folders() throws -> [String] {
        let sources = root.appending(path: "Sources").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources)
        let files = paths.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".modulemap") }
        return Set(files.map { ($0 as NSString).deletingLastPathComponent }).sorted()
    }

    @Test func namesEveryRoomAndEveryFolderOfSources() throws {
        let words = Set(MapTests.quoted(try MapTests.page("ARCHITECTURE.md")))
        let folders = try MapTests.folders()
        #expect(folders.count > 20)
        let missing = folders.filter { !words.contains($0) && !words.contains("Sources/" + $0) }
        #expect(missing.isEmpty, "ARCHITECTURE.md does not name \(missing)")
    }

    @Test(arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
    func everyPathOfThePageExists(page: String) throws {
        let words = MapTests.quoted(try MapTests.page(page))
        let tops = Set(
            try ["", "Sources"].flatMap {
                try FileManager.default.contentsOfDirectory(atPath: MapTests.root.appending(path: $0).path)
            })
        // Names such as `XRule.swift` and `CODE.md` are for the reader to fill in.
        let paths = words.filter { word in
            guard let top = word.split(separator: "/").first, word.contains("/") else { return false }
            return tops.contains(String(top)) && !word.contains(where: { " *()".contains($0) })
                && !["/X", "CODE"].contains(where: word.contains)
        }
        let missing = paths.filter { path in
            !["", "Sources"].contains { top in
                FileManager.default.fileExists(atPath: MapTests.root.appending(path: top).appending(path: path).path)
            }
        }
        #expect(missing.isEmpty, "\(page) names what is not there: \(missing)")
    }

    @Test func saysOfEachRoomWhichOthersItMayLookInto() throws {
        let map = try MapTests.page("ARCHITECTURE.md").split(separator: "\n")
        let rooms = try MapTests.page("Package.swift").matches(of: Regex(#"room\(\s*"(\w+)"(?:, uses: \[([^\]]*)\])?"#))
        #expect(rooms.count > 10)
        for room in rooms {
            let name = String(room.output[1].substring ?? "")
            let uses = (room.output[2].substring ?? "").split(separator: "\"", omittingEmptySubsequences: false)
                .enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            let row = try #require(
                map.first { $0.hasPrefix("| `\(name)` |") }, "ARCHITECTURE.md has no row for \(name)")
            let cell = String(row.split(separator: "|").last ?? "")
            if cell.contains("all of the above") { continue }
            #expect(Set(MapTests.quoted(cell)) == Set(uses), "\(name)")
        }
    }
}
