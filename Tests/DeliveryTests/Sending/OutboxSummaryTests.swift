import Foundation
import Model
import Testing

@testable import Delivery

@Suite struct OutboxSummaryTests {
    let place: TemporaryFolder
    let outbox: Outbox
    let now = Instant(seconds: 1_773_556_267)

    init() throws {
        place = try TemporaryFolder()
        outbox = try Outbox(place.path + "/outbox")
    }

    private func summary(since seconds: Int64 = 0) throws -> [String] {
        try OutboxSummary(place.path + "/outbox", refusedSince: now.advanced(bySeconds: seconds)).undelivered
            .map(\.sentence)
    }

    @Test func whatWaitsAndWhatWasRefusedIsNamed() throws {
        _ = try outbox.send(
            try sampleMessage(), through: ScriptedTransport([.never("550 no such user")]), at: now, pause: { _ in })
        _ = try outbox.add(
            OutboxItem(to: "slack", words: ["day"], subject: "pumps: worse", body: []), at: now.advanced(bySeconds: 1))
        #expect(
            try summary() == [
                "Mail '[hubdrops] contoso-prod 2026-03-14: WORSE' to night@ops.example was not delivered: "
                    + "550 no such user",
                "Notification 'pumps: worse' to slack is still waiting",
            ])
    }

    @Test func whatArrivedIsNot() throws {
        _ = try outbox.send(try sampleMessage(), through: ScriptedTransport([.accepted]), at: now, pause: { _ in })
        #expect(try summary() == [])
    }

    @Test func anOldRefusalIsForgottenButNothingThatWaits() throws {
        _ = try outbox.send(
            try sampleMessage(), through: ScriptedTransport([.never("550")]), at: now, pause: { _ in })
        _ = try outbox.add(OutboxItem(to: "slack", words: ["day"], subject: "s", body: []), at: now)
        #expect(try summary(since: 0).count == 2)
        #expect(try summary(since: 1) == ["Notification 's' to slack is still waiting"])
    }

    @Test func anOutboxThatDoesNotExistIsNotMade() throws {
        let path = place.path + "/none"
        #expect(try OutboxSummary(path, refusedSince: now).undelivered == [])
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
