import Foundation
import Testing

/// What `check` answers of each thing that a run will need.
@Suite struct CheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let settings: String
        /// What the line begins with, and one thing that it says.
        let start: String
        let says: String
        var testDescription: String { settings + ": " + start }

        init(_ settings: String, _ start: String, _ says: String) {
            self.settings = settings
            self.start = start
            self.says = says
        }
    }

    private static let mail = "mail: {from: a@x.example, to: [b@x.example], "

    /// In a folder with `file`, `folder/` with a log, `silences.yaml` and the database `h.sqlite` of one event.
    @Test(arguments: [
        Case("{}", "ok     configuration", "hubdrops.yaml"),
        Case("{}", "ok     templates", "built in"),
        Case("{}", "ok     logs", "not set, so run needs --logs PATH"),
        Case("{}", "ok     database", "not set, so run needs --db FILE"),
        Case("{}", "ok     output", "not set, so run needs --out DIR"),
        Case("{output: folder, output-group: no-such-group}", "WRONG  output", "no group 'no-such-group'"),
        Case("notify: {slack: {url-file: nowhere}}", "WRONG  notify", "nowhere"),
        Case("notify: {pagerduty: {key-env: HUBDROPS_TEST_NO_KEY}}", "WRONG  notify", "the routing key"),
        Case("notify: {webhook: {url: \"https://hooks.example.org/x\"}}", "ok     notify", "webhook"),
        Case("logs: [folder]", "ok     logs", "1 file"),
        Case("logs: [nowhere]", "WRONG  logs", "nowhere"),
        Case("database: h.sqlite", "ok     database", "1 event"),
        Case("database: new.sqlite", "ok     database", "new.sqlite: does not exist yet"),
        Case("database: nowhere/new.sqlite", "WRONG  database", "its folder does not exist"),
        Case("database: file", "WRONG  database", "file"),
        Case("output: folder", "ok     output", "folder"),
        Case("output: new", "ok     output", "does not exist yet"),
        Case("output: file", "WRONG  output", "not a folder"),
        Case("templates: folder", "ok     templates", "folder"),
        Case("templates: wrong-templates", "WRONG  templates", "masthead.html"),
        Case("silences: silences.yaml", "ok     silences", "that of Ada until 2026-03-01 has expired"),
        Case("silences: nowhere.yaml", "WRONG  silences", "nowhere.yaml"),
        Case("registry: nowhere.json", "WRONG  registry", "nowhere.json"),
        Case("metrics: file", "ok     metrics", "file"),
        Case("health: nowhere.json", "WRONG  health", "nowhere.json"),
        Case("connection-events: nowhere.json", "WRONG  connection-events", "nowhere.json"),
        Case("metrics-file: hubdrops.prom", "ok     metrics-file", "hubdrops.prom"),
        Case("metrics-file: nowhere/hubdrops.prom", "WRONG  metrics-file", "its folder does not exist"),
        Case("on-success: [sh, -c, exit]", "ok     on-success", "/sh"),
        Case("on-failure: [./file]", "WRONG  on-failure", "./file"),
        Case("{redact: true, database: h.sqlite}", "ok     redact", "h.sqlite.redact-key: does not exist yet"),
        Case("{redact: true, redact-key-file: file}", "WRONG  redact", "file"),
        Case(mail + "smtp: {host: m.example}}", "ok     mail", "m.example, port"),
        Case(mail + "smtp: {host: m.example}}", "ok     mail", "every day to 1"),
        Case(mail + "when: worse, smtp: {host: m.example}}", "ok     mail", "every day that is worse to 1"),
        Case(mail + "when: never, smtp: {host: m.example}}", "ok     mail", "nothing is sent"),
        Case(mail + "incidents-to: [c@x.example], smtp: {host: m.example}}", "ok     mail", "every incident to 1"),
        Case(
            mail + "digest: [week, month], smtp: {host: m.example}}", "ok     mail", "every week to 1, every month to 1"
        ),
        Case(mail + "sendmail: [no-such-program]}", "WRONG  mail", "no-such-program"),
        Case("mail: {from: a@x.example}", "ok     mail", "not sent"),
    ])
    func eachThingHasItsAnswer(of one: Case) throws {
        let folder = try TemporaryFolder()
        try folder.write("no file of ours", to: "file")
        try folder.write(LogLine.connect("2026-03-10T07:00:00Z", "pump-1"), to: "folder/a.json")
        try folder.write("{{#nobody}}{{/nobody}}", to: "wrong-templates/masthead.html")
        try folder.write("- {device: pump-1, who: Ada, why: known, until: 2026-03-01}\n", to: "silences.yaml")
        if one.settings.contains("h.sqlite") {
            #expect(try Program.hubdrops.run("import", "folder", "--db", "h.sqlite", in: folder).status == 0)
        }
        try folder.write(one.settings + "\n", to: "hubdrops.yaml")
        let result = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", in: folder)
        let lines = result.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix(one.start + " ") && $0.contains(one.says) }, "\(result)")
        #expect(result.status == (one.start.hasPrefix("ok") ? 0 : 78))
    }
}
