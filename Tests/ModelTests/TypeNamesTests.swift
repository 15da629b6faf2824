import Foundation
import Testing

/// One meaning a name: a type that two rooms have makes every reader ask which, and one of the system's hides that.
@Suite struct TypeNamesTests {
    private static let sources = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    /// Where types outside other types are declared, by name; a file's own private ones are left out.
    private static func rooms() throws -> [String: Set<String>] {
        let declaration =
            /(?m)^(?:@[\w()]+ )*((?:(?:package|public|internal|private|fileprivate|final|indirect|nonisolated) )*)(?:struct|class|enum|actor|protocol|typealias) (\w+)/
        var rooms: [String: Set<String>] = [:]
        for room in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            let folder = sources.appending(path: room)
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                for match in try String(contentsOf: file, encoding: .utf8).matches(of: declaration)
                where !match.output.1.contains("private") {
                    rooms[String(match.output.2), default: []].insert(room)
                }
            }
        }
        return rooms
    }

    /// Names that two rooms have still: the readers of logs and of side inputs have each their own JSON and times, and a
    /// report tells the time of a zone as a log's reader takes it away.
    private static let leftOver: Set<String> = ["JSONReader", "LocalClock", "TimeText"]

    @Test func noTwoRoomsHaveATypeOfOneName() throws {
        let rooms = try Self.rooms()
        #expect(rooms.count > 400, "the declarations are found")
        for (name, places) in rooms where !Self.leftOver.contains(name) {
            #expect(places.count == 1, "\(name) is in \(places.sorted())")
        }
    }

    @Test func noTypeHidesOneOfTheSystem() throws {
        #expect(SystemTypes.names.isSuperset(of: ["Span", "Clock", "Calendar", "Operation"]))
        #expect(try Self.rooms().keys.filter(SystemTypes.names.contains).sorted() == [])
    }
}
