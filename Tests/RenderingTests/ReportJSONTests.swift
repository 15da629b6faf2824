import Foundation
import Report
import Testing

@testable import Rendering

@Suite struct ReportJSONTests {
    private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")

    private func object(_ data: Data) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Names of a value that a schema does not speak of, with their paths.
    private func unknown(_ value: Any, _ schema: [String: Any], path: String) -> [String] {
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: Any] ?? [:]
            return object.flatMap { name, child -> [String] in
                guard let part = properties[name] as? [String: Any] else { return ["\(path).\(name)"] }
                return unknown(child, part, path: "\(path).\(name)")
            }
        }
        if let list = value as? [Any] {
            let items = schema["items"] as? [String: Any] ?? [:]
            return list.flatMap { unknown($0, items, path: path + "[]") }
        }
        return []
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func everyFieldIsInTheSchemaAndEveryRequiredOneIsThere(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let json = try object(Data(Renderer().json(report).utf8))
        let schema = try object(Data(contentsOf: Self.docs.appending(path: "report.schema.json")))
        #expect(unknown(json, schema, path: "") == [])
        #expect(try #require(schema["required"] as? [String]).filter { json[$0] == nil } == [])
    }

    @Test func everyTopLevelFieldIsInTheReference() throws {
        let text = try String(contentsOf: Self.docs.appending(path: "report-json.md"), encoding: .utf8)
        let json = try object(Data(Renderer().json(ExampleDay.report()).utf8))
        #expect(json.keys.filter { !text.contains("`\($0)`") } == [])
    }

    @Test func keysAreSortedAndTheFormIsVersioned() throws {
        let lines = try Renderer().json(FixtureDays.quiet()).split(separator: "\n")
        let keys = lines.filter { $0.hasPrefix("  \"") }.map { String($0.dropFirst(3).prefix { $0 != "\"" }) }
        #expect(keys == keys.sorted())
        #expect(keys.contains("schema"))
        #expect(lines.contains("  \"schema\" : 2,"))
    }
}
