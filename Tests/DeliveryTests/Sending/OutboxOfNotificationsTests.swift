import Foundation
import Model
import Testing

@testable import Delivery

/// The outbox with more than mail in it.
@Suite struct OutboxOfNotificationsTests {
    let place: TemporaryFolder
    let outbox: Outbox
    let now = Instant(seconds: 1_773_556_267)

    init() throws {
        place = try TemporaryFolder()
        outbox = try Outbox(place.path + "/outbox")
    }

    private final class InOrder: OutboxTransport {
        let keepsOrder = true
        var answers: [SendOutcome]
        var sent: [String] = []

        init(_ answers: SendOutcome...) { self.answers = answers }

        func send(_ envelope: Envelope) -> [SendOutcome] {
            sent.append(String(decoding: envelope.message, as: UTF8.self))
            return [answers.isEmpty ? .accepted : answers.removeFirst()]
        }
    }

    private func item(_ way: String, _ word: String) -> OutboxItem {
        OutboxItem(to: way, words: [word, "2026-03-10"], subject: word, body: Array(word.utf8))
    }

    @Test func aNotificationIsOnDiskWithoutAnyWayOut() throws {
        #expect(try outbox.add(item("slack", "day"), at: now).state == .waiting)
        #expect(try place.names(in: "outbox") == ["day.2026-03-10=40slack.body", "day.2026-03-10=40slack.json"])
        #expect(try place.text(of: "outbox/day.2026-03-10=40slack.body") == "day")
        #expect(try outbox.add(item("slack", "day"), at: now).state == .waiting, "the same one is not added twice")
        #expect(try outbox.entries().count == 1)
    }

    @Test func eachGoesItsOwnWay() throws {
        _ = try outbox.add(item("slack", "chat"), at: now)
        _ = try outbox.add(item("pagerduty", "page"), at: now)
        let (chat, pager, mail) = (InOrder(), InOrder(), ScriptedTransport())
        _ = try outbox.add(try sampleMessage(), at: now)
        _ = try outbox.sendWaiting(at: now) {
            $0 == "slack" ? chat : $0 == "pagerduty" ? pager : $0 == nil ? mail : nil
        }
        #expect(chat.sent == ["chat"] && pager.sent == ["page"] && mail.envelopes.count == 1)
    }

    @Test func nothingOvertakesWhatWaits() throws {
        _ = try outbox.add(item("pagerduty", "a-trigger"), at: now)
        _ = try outbox.add(item("pagerduty", "b-resolve"), at: now.advanced(bySeconds: 86_400))
        let away = InOrder(.later("answered 503"))
        let results = try outbox.sendWaiting(at: now.advanced(bySeconds: 86_400)) { _ in away }
        #expect(away.sent == ["a-trigger"])
        #expect(
            results.flatMap(\.problems) == [
                "notification 'a-trigger' to pagerduty: waits for the next run: answered 503",
                "notification 'b-resolve' to pagerduty: waits for the next run: not tried after the one before it failed",
            ])
        let back = InOrder()
        _ = try outbox.sendWaiting(at: now.advanced(bySeconds: 90_000)) { _ in back }
        #expect(back.sent == ["a-trigger", "b-resolve"])
    }

    @Test func mailToOthersGoesOnUnlessNobodyAnswers() throws {
        _ = try outbox.add(try sampleMessage(revision: 1), at: now)
        _ = try outbox.add(try sampleMessage(revision: 2), at: now.advanced(bySeconds: 1))
        let full = ScriptedTransport([.later("451 mailbox full")])
        _ = try outbox.sendWaiting(through: full, at: now)
        #expect(full.envelopes.count == 2)
    }

    @Test func aServerThatDoesNotAnswerIsNotAskedForEveryMail() throws {
        for revision in 1...3 { _ = try outbox.add(try sampleMessage(revision: revision), at: now) }
        let dead = ScriptedTransport([.silent("no route")])
        let results = try outbox.sendWaiting(through: dead, at: now)
        #expect(dead.envelopes.count == 1)
        #expect(results.map(\.state) == [.waiting, .waiting, .waiting])
    }

    @Test func aServiceThatIsNoLongerSetKeepsItsNotifications() throws {
        _ = try outbox.add(item("teams", "day"), at: now)
        let results = try outbox.sendWaiting(at: now) { _ in nil }
        #expect(
            results.flatMap(\.problems) == [
                "notification 'day' to teams: waits for the next run: the configuration no longer says how to send it"
            ])
        #expect(try outbox.entries().map(\.isWaiting) == [true])
    }

    @Test func theServersWaitIsKeptWithinTheRun() throws {
        _ = try outbox.add(item("slack", "day"), at: now)
        let busy = InOrder(.later("answered 429", after: 12))
        var pauses: [Int] = []
        _ = try outbox.sendWaiting(
            at: now, justQueued: ["<day.2026-03-10@slack>"], pause: { pauses.append($0) }, through: { _ in busy })
        #expect(pauses == [12])
        #expect(busy.sent.count == 2)
    }

    /// A try of a dead server takes 25 s at most, so the last one begins before 35.
    @Test(arguments: [(0.0, [5, 15]), (25.0, [5]), (31.0, [])])
    func noRunWaitsAMinuteForADeadServer(seconds: Double, expected: [Int]) throws {
        final class Time: @unchecked Sendable { var now = 0.0 }
        let time = Time()
        let outbox = try Outbox(place.path + "/timed") { time.now }
        struct Dead: OutboxTransport {
            let time: Time
            let seconds: Double
            func send(_ envelope: Envelope) -> [SendOutcome] {
                time.now += seconds
                return [.silent("no answer")]
            }
        }
        var pauses: [Int] = []
        _ = try outbox.send(try sampleMessage(), through: Dead(time: time, seconds: seconds), at: now) {
            pauses.append($0)
            time.now += Double($0)
        }
        #expect(pauses == expected)
        #expect(time.now < 60)
    }

    @Test func aRunThatWasKilledSendsTheSameAgain() throws {
        _ = try outbox.add(item("webhook", "day"), at: now)
        // The state on disk while the transport is at work is the one that a killed run leaves.
        struct Snapshot: OutboxTransport {
            let outbox: String
            func send(_ envelope: Envelope) -> [SendOutcome] {
                try? FileManager.default.copyItem(atPath: outbox, toPath: outbox + "-killed")
                return [.accepted]
            }
        }
        let path = place.path + "/outbox"
        _ = try outbox.sendWaiting(at: now) { _ in Snapshot(outbox: path) }
        final class Ids: OutboxTransport {
            var seen: [String] = []
            func send(_ envelope: Envelope) -> [SendOutcome] {
                seen.append(envelope.id)
                return [.accepted]
            }
        }
        let ids = Ids()
        let results = try Outbox(path + "-killed").sendWaiting(at: now) { _ in ids }
        #expect(ids.seen == ["<day.2026-03-10@webhook>"])
        #expect(results.map(\.mayArriveTwice) == [true])
    }
}
