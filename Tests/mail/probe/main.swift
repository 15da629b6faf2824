import Delivery
import Foundation
import Model

// mail-probe REQUEST.json: sends what waits in an outbox and then, if there is one, a message; prints what became of
// each as JSON. Only check_mail.py calls it.

struct Request: Decodable {
    struct Server: Decodable {
        let host: String
        let port: Int
        let security: String
        let user: String?
        let passwordFile: String?
        let passwordVariable: String?
        let certificateFile: String?
    }
    struct File: Decodable {
        let name: String
        let type: String
        let text: String
    }
    struct Mail: Decodable {
        let from: String
        let to: [String]
        let cc: [String]
        let bcc: [String]
        let subject: String
        let hub: String
        let revision: Int
        let text: String
        let html: String
        let files: [File]
    }

    let outbox: String
    let server: Server?
    let sendmail: String?
    let tries: Int
    let mail: Mail?
}

struct Answer: Encodable {
    let state: String
    let messageID: String
    let problems: [String]
    let mayArriveTwice: Bool

    init(_ result: Outbox.Result) {
        state = "\(result.state)"
        messageID = result.messageID
        problems = result.problems
        mayArriveTwice = result.mayArriveTwice
    }
}

func transport(for request: Request) throws -> any OutboxTransport {
    guard let told = request.server else {
        return SendmailTransport(command: try CommandWords(request.sendmail ?? "/usr/sbin/sendmail -t -i"))
    }
    var server = try SMTPServer(host: told.host, port: told.port, security: .init(rawValue: told.security) ?? .startTLS)
    server.user = told.user
    server.password =
        told.passwordFile.map { .file(path: $0) } ?? told.passwordVariable.map { .environment(name: $0) }
    server.certificateFile = told.certificateFile
    server.greeting = "probe.ops.example"
    server.connectSeconds = 5
    server.totalSeconds = 10
    return SMTPTransport(server)
}

func message(_ mail: Request.Mail, at now: Instant) throws -> MailMessage {
    var message = MailMessage(
        from: try MailAddress(mail.from), to: try mail.to.map { try MailAddress($0) }, subject: mail.subject, date: now,
        identity: try MailIdentity(
            of: [mail.hub, "2026-03-14"], revision: mail.revision, domain: "ops.example"),
        text: mail.text, html: mail.html,
        attachments: try mail.files.map {
            try MailAttachment(name: $0.name, mediaType: $0.type, bytes: Array($0.text.utf8))
        })
    message.cc = try mail.cc.map { try MailAddress($0) }
    message.bcc = try mail.bcc.map { try MailAddress($0) }
    message.headers = [try MailHeader("Auto-Submitted", "auto-generated")]
    return message
}

let request = try JSONDecoder().decode(
    Request.self, from: try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
let now = Instant(seconds: 1_773_556_267)
let outbox = try Outbox(request.outbox)
let way = try transport(for: request)
var results = try outbox.sendWaiting(through: way, at: now)
if let mail = request.mail {
    let delays = [Int](repeating: 1, count: max(0, request.tries - 1))
    results.append(try outbox.send(try message(mail, at: now), through: way, at: now, delays: delays, pause: { _ in }))
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
print(String(decoding: try encoder.encode(results.map(Answer.init)), as: UTF8.self))
