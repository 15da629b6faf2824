import Foundation
import Model
import Testing

@testable import Delivery

/// Answers as it is told, and remembers what it was given.
final class ScriptedTransport: OutboxTransport {
    var answers: [[SendOutcome]]
    var envelopes: [Envelope] = []

    init(_ answers: [SendOutcome]...) {
        self.answers = answers
    }

    func send(_ envelope: Envelope) -> [SendOutcome] {
        envelopes.append(envelope)
        return answers.isEmpty ? envelope.recipients.map { _ in .accepted } : answers.removeFirst()
    }
}

@Suite struct OutboxTests {
    let place: TemporaryFolder
    let outbox: Outbox
    let now = Instant(seconds: 1_773_556_267)

    init() throws {
        place = try TemporaryFolder()
        outbox = try Outbox(place.path + "/outbox")
    }

    private func twoRecipients() throws -> MailMessage {
        var message = try sampleMessage()
        message.bcc = [try MailAddress("boss@ops.example")]
        return message
    }

    @Test func whatIsAcceptedLeavesOnlyItsMark() throws {
        let transport = ScriptedTransport([.accepted])
        let result = try outbox.send(try sampleMessage(), through: transport, at: now, delays: [1], pause: { _ in })
        #expect(result.state == .done)
        #expect(result.problems == [])
        #expect(try place.names(in: "outbox") == ["contoso-prod.2026-03-14.r1=40ops.example.json"])
        #expect(transport.envelopes.map(\.message) == [try sampleMessage().encoded()])
    }

    @Test func aMessageThatIsDoneIsNotSentAgain() throws {
        let transport = ScriptedTransport()
        _ = try outbox.send(try sampleMessage(), through: transport, at: now, pause: { _ in })
        let again = try outbox.send(try sampleMessage(), through: transport, at: now, pause: { _ in })
        #expect(again.state == .doneBefore)
        #expect(transport.envelopes.count == 1)
    }

    @Test func triesAreRepeatedWithinTheRunAfterTheirDelays() throws {
        let transport = ScriptedTransport([.later("451 wait")], [.later("451 wait")], [.accepted])
        var pauses: [Int] = []
        let result = try outbox.send(
            try sampleMessage(), through: transport, at: now, delays: [5, 30, 120], pause: { pauses.append($0) })
        #expect(result.state == .done)
        #expect(pauses == [5, 30])
    }

    @Test func theNextRunSendsWhatWasLeft() throws {
        let away = ScriptedTransport([.later("refused")], [.later("refused")])
        let first = try outbox.send(try sampleMessage(), through: away, at: now, delays: [5], pause: { _ in })
        #expect(first.state == .waiting)
        #expect(
            first.problems == [
                "mail '[hubdrops] contoso-prod 2026-03-14: WORSE' to night@ops.example: waits for the next run: refused"
            ])
        let back = ScriptedTransport([.accepted])
        let later = try Outbox(place.path + "/outbox").sendWaiting(through: back, at: now.advanced(bySeconds: 86_400))
        #expect(later.map(\.state) == [.done])
        #expect(back.envelopes.map(\.message) == [try sampleMessage().encoded()])
        #expect(try outbox.sendWaiting(through: back, at: now) == [])
    }

    @Test func onlyThoseWhoWaitAreTriedAgain() throws {
        let transport = ScriptedTransport([.accepted, .later("451 full")], [.accepted])
        let result = try outbox.send(try twoRecipients(), through: transport, at: now, delays: [5], pause: { _ in })
        #expect(result.state == .done)
        #expect(
            transport.envelopes.map(\.recipients) == [["night@ops.example", "boss@ops.example"], ["boss@ops.example"]])
        #expect(transport.envelopes.map(\.isWhole) == [true, false])
    }

    @Test func aRefusalForGoodIsToldAndNotRepeated() throws {
        let transport = ScriptedTransport([.accepted, .never("550 no such user")])
        let result = try outbox.send(try twoRecipients(), through: transport, at: now, delays: [5], pause: { _ in })
        #expect(result.state == .done)
        #expect(
            result.problems == [
                "mail '[hubdrops] contoso-prod 2026-03-14: WORSE' to boss@ops.example: not delivered: 550 no such user"
            ])
        #expect(transport.envelopes.count == 1)
    }

    @Test func wrongSettingsKeepTheMessageButAreNotTriedAgain() throws {
        let transport = ScriptedTransport([.misconfigured("535 wrong password")])
        let result = try outbox.send(try sampleMessage(), through: transport, at: now, delays: [5, 5], pause: { _ in })
        #expect(result.state == .waiting)
        #expect(transport.envelopes.count == 1)
        #expect(try outbox.entries().map(\.attempts) == [1])
    }

    @Test func aTryThatWasCutOffIsRepeatedAndSaid() throws {
        // The state on disk while the transport is at work is the one that a killed run leaves.
        struct Snapshot: OutboxTransport {
            let outbox: String
            func send(_ envelope: Envelope) -> [SendOutcome] {
                try? FileManager.default.copyItem(atPath: outbox, toPath: outbox + "-killed")
                return [.accepted]
            }
        }
        _ = try outbox.send(
            try sampleMessage(), through: Snapshot(outbox: place.path + "/outbox"), at: now, pause: { _ in })
        let transport = ScriptedTransport()
        let results = try Outbox(place.path + "/outbox-killed").sendWaiting(through: transport, at: now)
        #expect(results.map(\.state) == [.done])
        #expect(results.map(\.mayArriveTwice) == [true])
        #expect(transport.envelopes.count == 1)
    }

    @Test func aMessageMayWaitThreeWholeDays() throws {
        _ = try outbox.add(try sampleMessage(), at: now)
        let results = try outbox.sendWaiting(through: ScriptedTransport(), at: now.advanced(bySeconds: 3 * 86_400))
        #expect(results.map(\.state) == [.done])
    }

    @Test func whatWaitedBeforeHasOneTryARun() throws {
        _ = try outbox.add(try sampleMessage(), at: now)
        let away = ScriptedTransport([.later("451 wait")], [.later("451 wait")])
        _ = try outbox.sendWaiting(through: away, at: now, delays: [5])
        #expect(away.envelopes.count == 1)
    }

    @Test func anEntryUnderAnotherNameIsNotSent() throws {
        _ = try outbox.add(try sampleMessage(), at: now)
        try FileManager.default.moveItem(
            atPath: place.path + "/outbox/contoso-prod.2026-03-14.r1=40ops.example.json",
            toPath: place.path + "/outbox/copy.json")
        let transport = ScriptedTransport()
        _ = try outbox.sendWaiting(through: transport, at: now)
        #expect(transport.envelopes.isEmpty)
    }

    @Test func aMessageThatWaitsTooLongIsGivenUp() throws {
        let away = ScriptedTransport([.later("refused")])
        _ = try outbox.send(try sampleMessage(), through: away, at: now, delays: [], pause: { _ in })
        let late = now.advanced(bySeconds: 3 * 86_400 + 1)
        let results = try outbox.sendWaiting(through: away, at: late)
        #expect(results.map(\.state) == [.failed])
        #expect(
            results.flatMap(\.problems) == [
                "mail '[hubdrops] contoso-prod 2026-03-14: WORSE' to night@ops.example: not delivered: "
                    + "given up: waited longer than 72 hours; last answer: refused"
            ])
        #expect(away.envelopes.count == 1)
        #expect(try outbox.sendWaiting(through: away, at: late) == [])
    }

    @Test func aFullOutboxGivesTheOldestUp() throws {
        var limits = Outbox.Limits()
        limits.count = 2
        let small = try Outbox(place.path + "/small", limits: limits)
        let away = ScriptedTransport([.later("r")], [.later("r")], [.later("r")])
        var last: Outbox.Result?
        for revision in 1...3 {
            let moment = now.advanced(bySeconds: Int64(revision))
            last = try small.send(
                try sampleMessage(revision: revision), through: away, at: moment, delays: [], pause: { _ in })
        }
        #expect(last?.problems.first?.contains("given up: more than 2 messages wait in") == true)
        let waiting = try small.entries().filter(\.isWaiting).map(\.messageID)
        #expect(waiting == ["<contoso-prod.2026-03-14.r2@ops.example>", "<contoso-prod.2026-03-14.r3@ops.example>"])
        #expect(try place.names(in: "small").filter { $0.hasSuffix(".eml") }.count == 2)
    }

    @Test func aMessageWithoutRecipientsFails() throws {
        var message = try sampleMessage()
        message.to = []
        let result = try outbox.send(message, through: ScriptedTransport(), at: now, pause: { _ in })
        #expect(result.state == .failed)
        #expect(result.problems == ["mail: no recipient; name at least one in to, cc or bcc"])
    }

    @Test func aMessageThatVanishedIsSaid() throws {
        let away = ScriptedTransport([.later("refused")])
        _ = try outbox.send(try sampleMessage(), through: away, at: now, delays: [], pause: { _ in })
        try FileManager.default.removeItem(atPath: place.path + "/outbox/contoso-prod.2026-03-14.r1=40ops.example.eml")
        let results = try outbox.sendWaiting(through: away, at: now)
        #expect(results.map(\.state) == [.failed])
        #expect(results.flatMap(\.problems).first?.contains("No such file or directory") == true)
    }

    @Test func anEntryThatCannotBeReadIsSaidAndKept() throws {
        try place.put("{", at: "outbox/odd.json")
        try place.put("x", at: "outbox/odd.eml")
        try place.put("x", at: "outbox/orphan.eml")
        let results = try outbox.sendWaiting(through: ScriptedTransport(), at: now)
        #expect(
            results.flatMap(\.problems) == [
                "\(place.path)/outbox/odd.json: not an entry of the outbox; look at it and remove it"
            ])
        #expect(try place.names(in: "outbox") == ["odd.eml", "odd.json"])
    }

    @Test func oldMarksAreForgotten() throws {
        _ = try outbox.send(try sampleMessage(), through: ScriptedTransport(), at: now, pause: { _ in })
        _ = try outbox.sendWaiting(through: ScriptedTransport(), at: now.advanced(bySeconds: 90 * 86_400))
        #expect(try place.names(in: "outbox").count == 1)
        _ = try outbox.sendWaiting(through: ScriptedTransport(), at: now.advanced(bySeconds: 90 * 86_400 + 1))
        #expect(try place.names(in: "outbox") == [])
    }
}
