import Diagnosis
import Foundation
import Settings
import Testing

@Suite struct DocumentationTests {
    static func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test(arguments: ConfigurationReader.keys)
    func everyKeyIsDocumented(key: String) throws {
        #expect(try DocumentationTests.text("docs/configuration.md").contains("\n| `\(key)` | "))
    }

    @Test func nothingIsDocumentedThatIsNoKey() throws {
        let lines = try DocumentationTests.text("docs/configuration.md").split(separator: "\n")
            .prefix { $0 != "## Thresholds" }
        let documented = lines.filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "`").dropFirst().first }
        #expect(Set(documented.map(String.init)) == Set(ConfigurationReader.keys))
        #expect(documented.count == ConfigurationReader.keys.count)
    }

    @Test(arguments: ConfigurationReader.keys)
    func everyKeyStandsInTheExample(key: String) throws {
        let name = try #require(key.split(separator: ".").last)
        let indent = String(repeating: "  ", count: key.count(where: { $0 == "." }))
        #expect(try DocumentationTests.text("packaging/hubdrops.yaml").contains("\n#\(indent)\(name):"))
    }

    @Test func theExampleAsItStandsSetsNothing() throws {
        #expect(try read(DocumentationTests.text("packaging/hubdrops.yaml")) == Configuration())
    }

    /// A key stands directly behind the sign, or indented below one that does; prose has one blank and a capital or
    /// more words.
    @Test func theExampleIsRightWhenItsKeysAreUncommented() throws {
        let alternatives = ["slices:", "password-env:", "sendmail:", "url-env:", "key-env:", "token-env:"]
        let lines = try DocumentationTests.text("packaging/hubdrops.yaml").split(separator: "\n")
        let uncommented = lines.compactMap { line -> Substring? in
            guard line.hasPrefix("#"), line.dropFirst().first != " " || line.hasPrefix("#  ") else { return nil }
            guard !alternatives.contains(where: { line.contains($0) }) else { return nil }
            return line.dropFirst()
        }
        let configuration = try read(uncommented.joined(separator: "\n"))
        #expect(
            configuration.logs == [
                "/var/lib/hubdrops/insights-logs-connections",
                "https://ACCOUNT.blob.core.windows.net/insights-logs-connections",
            ])
        #expect(configuration.mail?.smtp?.passwordFile == "/etc/hubdrops/smtp-password")
        #expect(configuration.alerts.devicesNotBack == ["pump-0001", "gw-17"])
        #expect(configuration.retention.rollups == TimeSpan("400d"))
        #expect(configuration.notify?.webhook?.url == "https://tickets.example.org/hubdrops")
        #expect(configuration.connectLimit == 100)
    }
}
