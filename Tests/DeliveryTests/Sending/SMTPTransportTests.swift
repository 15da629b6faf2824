import Foundation
import Model
import Testing

@testable import Delivery

@Suite struct SMTPTransportTests {
    let place: TemporaryFolder
    let server: SMTPServer
    private let envelope = Envelope(
        sender: "r@ops.example", recipients: ["a@x.example", "b@x.example"], message: Array("To: a\r\n\r\nhi\r\n".utf8))

    init() throws {
        place = try TemporaryFolder()
        server = try SMTPServer(host: "mail.example", port: 587, security: .startTLS)
    }

    private func outcomes(
        _ code: SMTPResult.Code, last: SMTPReply? = nil, recipients: [SMTPReply?] = []
    ) -> [SendOutcome] {
        let result = SMTPResult(code: code, message: "words of curl", lastReply: last, recipientReplies: recipients)
        return SMTPTransport(server).outcomes(of: result, for: envelope)
    }

    @Test func eachRecipientHasItsOwnAnswer() {
        let given = outcomes(
            .ok, last: SMTPReply(code: 250, text: "250 queued"),
            recipients: [SMTPReply(code: 550, text: "550 5.1.1 unknown"), SMTPReply(code: 250, text: "250 ok")])
        #expect(given == [.never("mail.example:587: 550 5.1.1 unknown"), .accepted])
    }

    @Test func aRecipientAcceptedInADialogueThatBrokeOffIsForNow() {
        let given = outcomes(
            .other, last: SMTPReply(code: 354, text: "354 go on"),
            recipients: [SMTPReply(code: 450, text: "450 greylisted"), SMTPReply(code: 250, text: "250 ok")])
        #expect(given == [.later("mail.example:587: 450 greylisted"), .later("mail.example:587: words of curl")])
    }

    @Test func tooManyRecipientsIsForNow() {
        let given = outcomes(
            .ok, recipients: [SMTPReply(code: 250, text: "250 ok"), SMTPReply(code: 552, text: "552 too many")])
        #expect(given == [.accepted, .later("mail.example:587: 552 too many")])
    }

    @Test(arguments: [
        (SMTPResult.Code.other, 552, SendOutcome.never("mail.example:587: 552 x")),
        (.other, 452, .later("mail.example:587: 452 x")), (.other, 421, .later("mail.example:587: 421 x")),
        (.other, 530, .misconfigured("mail.example:587: 530 x")),
        (.loginDenied, 535, .misconfigured("mail.example:587: 535 x")),
        (.loginDenied, 454, .later("mail.example:587: 454 x")),
        (.untrusted, 220, .misconfigured("mail.example:587: words of curl")),
        (.noTLS, 250, .misconfigured("mail.example:587: words of curl")),
        (.unreachable, 250, .silent("mail.example:587: words of curl")),
    ])
    func theWholeDialogueHasAMeaning(code: SMTPResult.Code, reply: Int, outcome: SendOutcome) {
        #expect(outcomes(code, last: SMTPReply(code: reply, text: "\(reply) x")) == [outcome, outcome])
    }

    @Test func aPasswordIsNeverSentInTheClear() throws {
        var open = server
        open.security = .none
        open.password = .environment(name: "HUBDROPS_TEST_NO_PASSWORD")
        let outcome = SendOutcome.misconfigured(
            "mail.example:587: a password is only sent over TLS; choose starttls or implicit")
        #expect(SMTPTransport(open).send(envelope) == [outcome, outcome])
    }

    @Test func aMissingPasswordIsSaidBeforeAnyConnection() {
        var locked = server
        locked.password = .environment(name: "HUBDROPS_TEST_NO_PASSWORD")
        let outcome = SendOutcome.misconfigured(
            "environment variable HUBDROPS_TEST_NO_PASSWORD: not set; it should hold the mail password")
        #expect(SMTPTransport(locked).send(envelope) == [outcome, outcome])
    }

    @Test func aPasswordFileIsReadWithoutItsLineEnd() throws {
        try place.put("s3 cret\r\n", at: "password")
        chmod("password", 0o640)
        let secret = try SecretPlace.file(path: place.path + "/password").read("the mail password").get()
        #expect(secret == "s3 cret")
    }

    @Test func aPasswordFileThatEveryoneReadsIsRefused() throws {
        try place.put("secret", at: "password")
        chmod("password", 0o644)
        let path = place.path + "/password"
        #expect(throws: SecretPlace.Problem.self) { try SecretPlace.file(path: path).read("the mail password").get() }
    }

    @Test(arguments: ["", "\n", "two\nlines\n"])
    func aPasswordFileHoldsOneLine(content: String) throws {
        try place.put(content, at: "password")
        chmod("password", 0o600)
        let path = place.path + "/password"
        #expect(throws: SecretPlace.Problem.self) { try SecretPlace.file(path: path).read("the mail password").get() }
    }

    private func chmod(_ name: String, _ mode: mode_t) {
        _ = unsafe Foundation.chmod(place.path + "/" + name, mode)
    }

    @Test func theGreetingIsPartOfTheAddress() throws {
        var server = try SMTPServer(host: "127.0.0.1", port: 465, security: .implicitTLS)
        server.greeting = "hub.ops.example"
        #expect(server.url == "smtps://127.0.0.1:465/hub.ops.example")
        server.greeting = "a/../b"
        #expect(server.url == "smtps://127.0.0.1:465")
    }

    @Test(arguments: ["", "mail.example/x", "a@b", "mail example", "evil\r\nhost"])
    func whatIsNoHostIsRefused(host: String) {
        #expect(throws: MailError.self) { _ = try SMTPServer(host: host, port: 25, security: .none) }
    }

    @Test func repliesBelongToTheRecipientBeforeThem() {
        let transcript = Transcript(message: [])
        for (isOurs, line) in [
            (false, "220 hello"), (true, "EHLO x"), (false, "250-SIZE 100"), (false, "250 HELP"),
            (true, "MAIL FROM:<r@x>"), (false, "250 ok"), (true, "RCPT TO:<a@x>"), (false, "550-no"),
            (false, "550 such user"), (true, "RCPT TO:<b@x>"), (false, "250 ok"), (true, "DATA"), (false, "354 go"),
            (false, "451 disk full"), (true, "QUIT"), (false, "221 bye"),
        ] {
            if isOurs {
                transcript.said(Array((line + "\r\n").utf8))
            } else {
                transcript.heard(Array((line + "\r\n").utf8))
            }
        }
        #expect(transcript.recipientReplies.map { $0?.code } == [550, 250])
        #expect(transcript.recipientReplies[0]?.text == "550 such user")
        #expect(transcript.lastReply == SMTPReply(code: 451, text: "451 disk full"))
    }

    @Test func theMessageIsReadPieceByPiece() {
        let transcript = Transcript(message: [1, 2, 3, 4, 5])
        #expect(
            [transcript.next(2), transcript.next(2), transcript.next(2), transcript.next(2)] == [
                [1, 2], [3, 4], [5], [],
            ])
    }
}
