import Foundation
import Testing

@testable import Delivery

@Suite struct SendmailTransportTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    /// A command that keeps its arguments and its input, and ends as it is told.
    private func transport(_ arguments: String, exit status: Int = 0) throws -> SendmailTransport {
        try place.put(
            "echo \"$@\" > '\(place.path)/arguments'; cat > '\(place.path)/input'; echo reason; exit \(status)",
            at: "mailer")
        return SendmailTransport(command: try CommandWords("sh '\(place.path)/mailer' \(arguments)"))
    }

    private let whole = Envelope(
        sender: "r@ops.example", recipients: ["a@x.example", "b@x.example"], blindRecipients: ["b@x.example"],
        message: Array("To: a@x.example\r\n\r\nhi\r\n".utf8))
    private let rest = Envelope(
        sender: "r@ops.example", recipients: ["b@x.example"], blindRecipients: ["b@x.example"], isWhole: false,
        message: Array("To: a@x.example\r\n\r\nhi\r\n".utf8))

    @Test func aCommandThatReadsTheHeaderFindsBccThere() throws {
        #expect(try transport("-t -i").send(whole) == [.accepted, .accepted])
        #expect(try place.text(of: "input") == "Bcc: b@x.example\nTo: a@x.example\n\nhi\n")
        #expect(try place.text(of: "arguments") == "-t -i\n")
    }

    @Test func aCommandThatDoesNotReadTheHeaderIsToldTheRecipients() throws {
        #expect(try transport("-i").send(whole) == [.accepted, .accepted])
        #expect(try place.text(of: "input") == "To: a@x.example\n\nhi\n")
        #expect(try place.text(of: "arguments") == "-i -- a@x.example b@x.example\n")
    }

    @Test func whoHasTheMessageAlreadyIsNotReadFromTheHeader() throws {
        #expect(try transport("-ti").send(rest) == [.accepted])
        #expect(try place.text(of: "input") == "To: a@x.example\n\nhi\n")
        #expect(try place.text(of: "arguments") == "-i -- b@x.example\n")
    }

    @Test func theWordsOfARefusalAreKept() throws {
        #expect(try transport("-t", exit: 67).send(rest) == [.never("sh: exit status 67: reason")])
    }

    @Test(arguments: [65, 67, 68])
    func someEndsAreForGood(status: Int32) {
        #expect(SendmailTransport.outcome(of: .exited(status), "x") == .never("x"))
    }

    @Test(arguments: [1, 69, 70, 71, 74, 75])
    func someEndsAreForNow(status: Int32) {
        #expect(SendmailTransport.outcome(of: .exited(status), "x") == .later("x"))
    }

    @Test(arguments: [64, 77, 78, 127])
    func someEndsAreForTheOperator(status: Int32) {
        #expect(SendmailTransport.outcome(of: .exited(status), "x") == .misconfigured("x"))
    }

    @Test func aMissingCommandIsForTheOperator() throws {
        let transport = SendmailTransport(command: try CommandWords("/nonexistent/sendmail -t -i"))
        #expect(
            transport.send(rest) == [
                .misconfigured("/nonexistent/sendmail: cannot be started: No such file or directory")
            ])
    }

    @Test func aCommandThatHangsIsForNow() throws {
        let transport = SendmailTransport(command: try CommandWords("sh -c 'exec sleep 60'"), seconds: 1)
        #expect(transport.send(rest) == [.silent("sh: stopped after 1 seconds")])
    }
}
