import Foundation
import Testing

@testable import Diagnosis
@testable import Rendering
@testable import Report

@Suite struct NoticeTests {
    private let renderer: Renderer

    init() throws {
        renderer = try Renderer()
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func matter(
        _ key: String, _ urgency: Action.Urgency, state: FindingState? = .new, kind: String = "not-back"
    ) -> Notice.Matter {
        Notice.Matter(
            key: key, kind: kind, hub: "pumps", urgency: urgency, state: state, headline: "pumps: \(key) is down",
            steps: ["Go there."], confidence: "high", devices: ["pump-1"], deviceCount: 1, codes: ["404104"],
            findings: [key])
    }

    private func notice(_ matters: [Notice.Matter], isComplete: Bool = true) -> Notice {
        var notice = Notice(FixtureDays.quiet())
        notice.hubs = [Notice.Hub(hub: "pumps", word: .usual, isComplete: isComplete)]
        notice.matters = matters
        notice.over = []
        return notice
    }

    // MARK: notify.json

    @Test(arguments: FixtureDays.all.map(\.name))
    func theNoticeSaysWhatTheReportSays(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let notice = renderer.notice(report, base: nil)
        #expect(notice.verdict == report.verdict)
        #expect(notice.matters.map(\.key) == report.actions.prefix(50).map(\.finding))
        #expect(notice.matters.count + notice.mattersNotListed == report.actions.count + report.actionsNotListed)
        #expect(notice.alerts.map(\.message) == report.alerts.map(\.message))
        #expect(notice.over.map(\.key) == report.recovered.map(\.key))
    }

    @Test func linksLeadIntoTheFolderOfTheDay() {
        let report = ExampleDay.report()
        let notice = renderer.notice(report, base: "https://reports.example.org/hubs")
        let day = "https://reports.example.org/hubs/\(report.day.date)/"
        #expect(notice.links?.report == day + "report.html")
        #expect(notice.links?.index == "https://reports.example.org/hubs/index.html")
        let incidents = notice.matters.filter { $0.kind == "incident" && $0.findings.count == 1 }
        #expect(!incidents.isEmpty)
        for matter in incidents {
            #expect(matter.link == day + "incidents/" + Page.anchor(String(matter.key.dropFirst(9))) + ".html")
        }
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func everyFieldIsInTheSchema(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let json = try Self.object(renderer.json(renderer.notice(report, base: "https://r.example")))
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")
        let schema = try Self.object(String(contentsOf: docs.appending(path: "notify.schema.json"), encoding: .utf8))
        #expect(Self.faults(json, schema, "") == [])
    }

    /// What does not hold of a value: names that the schema has not, names that it wants, words that it does not list.
    private static func faults(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        var faults: [String] = []
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: Any] ?? [:]
            for (name, child) in object {
                guard let part = properties[name] as? [String: Any] else {
                    faults.append("\(path).\(name) is not in the schema")
                    continue
                }
                faults += Self.faults(child, part, "\(path).\(name)")
            }
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                faults.append("\(path).\(name) is missing")
            }
        } else if let list = value as? [Any] {
            let items = schema["items"] as? [String: Any] ?? [:]
            faults += list.flatMap { Self.faults($0, items, path + "[]") }
        } else if let word = value as? String, let words = schema["enum"] as? [String], !words.contains(word) {
            faults.append("\(path): \(word)")
        }
        return faults
    }

    // MARK: Chats

    @Test(arguments: FixtureDays.all.map(\.name))
    func aSlackMessageKeepsToTheLimitsOfBlocks(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let body = try Self.object(renderer.slackBody(renderer.notice(report, base: "https://r.example")))
        let blocks = try #require(body["blocks"] as? [[String: Any]])
        #expect((2...50).contains(blocks.count))
        #expect(blocks.first?["type"] as? String == "header" && blocks.last?["type"] as? String == "actions")
        func texts(_ value: Any) -> [[String: Any]] {
            if let object = value as? [String: Any] {
                return (object["emoji"] != nil ? [object] : []) + object.values.flatMap(texts)
            }
            return (value as? [Any])?.flatMap(texts) ?? []
        }
        for text in texts(blocks) {
            #expect(text["type"] as? String == "plain_text")
            let words = try #require(text["text"] as? String)
            #expect((1...3000).contains(words.utf16.count))
        }
        let header = try #require((blocks[0]["text"] as? [String: Any])?["text"] as? String)
        #expect(header.utf16.count <= 150)
        #expect(try #require(body["text"] as? String).contains("<") == false)
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func aTeamsMessageIsOneCardUnderItsLimit(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let text = try renderer.teamsBody(renderer.notice(report, base: "https://r.example"))
        #expect(text.utf8.count < 28_000)
        let body = try Self.object(text)
        let attachment = try #require((body["attachments"] as? [[String: Any]])?.first)
        #expect(attachment["contentType"] as? String == "application/vnd.microsoft.card.adaptive")
        let card = try #require(attachment["content"] as? [String: Any])
        #expect(card["type"] as? String == "AdaptiveCard" && card["version"] as? String == "1.4")
        let blocks = try #require(card["body"] as? [[String: Any]])
        // In a text block names of devices would be Markdown.
        #expect(Set(blocks.compactMap { $0["type"] as? String }).isSubset(of: ["RichTextBlock", "FactSet"]))
    }

    @Test func withoutABaseNothingLinksAnywhere() throws {
        let notice = renderer.notice(ExampleDay.report(), base: nil)
        #expect(try !renderer.slackBody(notice).contains("\"button\""))
        #expect(try !renderer.teamsBody(notice).contains("Action.OpenUrl"))
    }

    // MARK: Pager

    private func pages(_ notice: Notice, open: [String] = []) throws -> (actions: [String], open: [String]) {
        let before = open.map { OpenPage(key: $0, hub: "pumps", headline: $0) }
        let result = try renderer.pages(notice, open: before)
        return (result.events.map { "\($0.action.rawValue) \($0.key)" }, result.open.map(\.key))
    }

    @Test func whatIsNewAndOpenPagesSomebody() throws {
        let found = try pages(
            notice([
                Self.matter("a", .downNow), Self.matter("b", .news, kind: "flapping"), Self.matter("c", .noRecords),
                Self.matter("d", .downNow, state: .worse), Self.matter("e", .downNow, state: nil),
            ]))
        #expect(found.actions == ["trigger a", "trigger b", "trigger c", "trigger d", "trigger e"])
        #expect(found.open == ["a", "b", "c", "d", "e"])
    }

    @Test func whatIsKnownOrOverPagesNobody() throws {
        let found = try pages(
            notice([
                Self.matter("a", .downNow, state: .known), Self.matter("b", .recurring, state: .known),
                Self.matter("c", .over), Self.matter("d", .hint), Self.matter("incident/x", .news, kind: "incident"),
            ]))
        #expect(found.actions == [])
        #expect(found.open == [])
    }

    @Test func aMatterThatIsGoneIsResolvedOnce() throws {
        let found = try pages(notice([]), open: ["a"])
        #expect(found.actions == ["resolve a"])
        #expect(found.open == [])
    }

    @Test func aMatterThatLastsIsLeftOpen() throws {
        let found = try pages(notice([Self.matter("a", .downNow, state: .known)]), open: ["a"])
        #expect(found.actions == [])
        #expect(found.open == ["a"])
    }

    @Test func whereRecordsAreMissingNothingIsOver() throws {
        let found = try pages(notice([], isComplete: false), open: ["a"])
        #expect(found.actions == [])
        #expect(found.open == ["a"])
    }

    @Test func whatTheInputCannotTellStaysOpen() throws {
        var day = notice([])
        day.unclear = ["a"]
        #expect(try pages(day, open: ["a"]).open == ["a"])
    }

    @Test func aHubThatIsNotInTheReportResolvesNothing() throws {
        var day = notice([])
        day.hubs = [Notice.Hub(hub: "valves", word: .usual, isComplete: true)]
        #expect(try pages(day, open: ["a"]).open == ["a"])
    }

    @Test func anAlertIsAPageOfItsOwn() throws {
        var day = notice([])
        day.alerts = [
            Notice.AlertMark(key: "alert/drops-over/pumps", rule: "drops-over", hub: "pumps", message: "600 drops")
        ]
        #expect(try pages(day).actions == ["trigger alert/drops-over/pumps"])
        #expect(try pages(notice([]), open: ["alert/drops-over/pumps"]).actions == ["resolve alert/drops-over/pumps"])
    }

    @Test func anEventIsAsTheEventsAPIWantsIt() throws {
        let (events, _) = try renderer.pages(notice([Self.matter("not-back/pumps", .downNow)]), open: [])
        let event = try Self.object(try #require(events.first).body)
        #expect(event["event_action"] as? String == "trigger")
        #expect(event["dedup_key"] as? String == "hubdrops:not-back/pumps")
        #expect(event["routing_key"] == nil, "it is a secret")
        let payload = try #require(event["payload"] as? [String: Any])
        #expect(payload["summary"] as? String == "pumps: not-back/pumps is down")
        #expect(payload["severity"] as? String == "critical")
        #expect(payload["source"] as? String == "pumps")
        // The end of the report day.
        #expect(payload["timestamp"] as? String == "\(FixtureDays.quiet().day.end)")
        let end = try renderer.pages(notice([]), open: [OpenPage(key: "k", hub: "pumps", headline: "h")]).events
        #expect(try #require(end.first).body == #"{"dedup_key":"hubdrops:k","event_action":"resolve"}"#)
    }

    @Test func aLongKeyIsCutAndStaysItsOwn() {
        let keys = ["a", "b"].map { OpenPage.deduplicationKey(String(repeating: "k", count: 300) + $0) }
        #expect(keys.allSatisfy { $0.utf16.count <= 255 })
        #expect(keys[0] != keys[1])
    }
}
