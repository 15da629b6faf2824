import Delivery
import Foundation
import Model
import Rendering
import Report
package import Settings

/// What a day is notified to chats, pagers and other services, by way of the outbox.
struct NoticeJob {
    let settings: NotifySettings
    let base: String?
    let outboxPath: String
    let renderer: Renderer

    /// The services that are set.
    static func services(_ settings: NotifySettings) -> [(NotificationService, NotifyTarget)] {
        [
            (.slack, settings.slack), (.teams, settings.teams), (.pagerduty, settings.pagerduty),
            (.webhook, settings.webhook),
        ]
        .compactMap { service, target in target.map { (service, $0) } }
    }

    /// Puts the notifications of a day on their way.
    ///
    /// A run that dies half way puts the rest there the next time: each has the same id then.
    ///
    /// - Parameter isNewest: whether the day is the one that the run is for; an older one opens and ends no page.
    /// - Returns: the ids of what has not gone yet.
    func queue(_ report: DayReport, isNewest: Bool, now: Instant) throws -> Set<String> {
        let notice = renderer.notice(report, base: base)
        let outbox = try Outbox(outboxPath)
        var queued: Set<String> = []
        for (service, target) in NoticeJob.services(settings) {
            let items =
                service == .pagerduty
                ? (isNewest ? try pages(notice) : []) : try messages(service, target, notice, outbox)
            for item in items {
                let result = try outbox.add(item, at: now)
                for problem in result.problems { Console.problem(problem) }
                if result.state == .waiting { queued.insert(result.messageID) }
            }
        }
        if isNewest, settings.pagerduty != nil { try keepOpen(try openAfter(notice)) }
        return queued
    }

    private func messages(
        _ service: NotificationService, _ target: NotifyTarget, _ notice: Notice, _ outbox: Outbox
    ) throws -> [OutboxItem] {
        func words(_ revision: Int) -> [String] { [NoticeJob.hubWord(notice), notice.day.date, "r\(revision)"] }
        // Who was notified of a revision hears of the one that corrects it.
        let corrects = try (1..<max(1, notice.revision)).contains { revision in
            try outbox.knows(OutboxItem(to: service.rawValue, words: words(revision), subject: "", body: []).id)
        }
        guard target.when == .always || corrects || notice.isWorse else { return [] }
        let body =
            switch service {
            case .slack: try renderer.slackBody(notice)
            case .teams: try renderer.teamsBody(notice)
            case .webhook, .pagerduty: try renderer.json(notice)
            }
        return [
            OutboxItem(
                to: service.rawValue, words: words(notice.revision), subject: notice.title, body: Array(body.utf8))
        ]
    }

    private func pages(_ notice: Notice) throws -> [OutboxItem] {
        try renderer.pages(notice, open: open()).events.map { event in
            OutboxItem(
                to: NotificationService.pagerduty.rawValue,
                words: [event.action.rawValue, event.key, notice.day.date, "r\(notice.revision)"],
                subject: event.action.rawValue + " " + event.headline, body: Array(event.body.utf8))
        }
    }

    private func openAfter(_ notice: Notice) throws -> [OpenPage] { try renderer.pages(notice, open: open()).open }

    private static func hubWord(_ notice: Notice) -> String {
        notice.hubs.count == 1 ? notice.hubs[0].hub : "all-hubs"
    }
}

/// What is open at the pager, kept beside what waits.
extension NoticeJob {
    private static let openName = "pagerduty.open"

    private func open() throws -> [OpenPage] {
        guard let bytes = FileManager.default.contents(atPath: outboxPath + "/" + NoticeJob.openName) else { return [] }
        do {
            return try JSONDecoder().decode([OpenPage].self, from: bytes)
        } catch {
            throw Failure(
                .inputUnusable,
                "\(outboxPath)/\(NoticeJob.openName): not a list of open pages; remove it, and resolve in PagerDuty what is over"
            )
        }
    }

    private func keepOpen(_ pages: [OpenPage]) throws {
        try OutputFolder(outboxPath).write(try renderer.json(pages), to: NoticeJob.openName)
    }
}

extension Notice {
    /// Whether it is a day that somebody should hear of who wants to hear of worse days only.
    fileprivate var isWorse: Bool { ![.usual, .better, .calm].contains(verdict.word) || !alerts.isEmpty }
}

extension NotifySettings {
    /// The services that are set, by name.
    package var names: [String] { NoticeJob.services(self).map(\.0.rawValue) }

    /// What is wrong with the places of the secrets; nil where all can be read.
    package var problem: String? {
        NoticeJob.services(self).lazy.compactMap { service, target in
            target.problem(service).map { "\(service.rawValue): \($0)" }
        }.first
    }
}

extension NotifyTarget {
    /// How a service is reached.
    func transport(_ service: NotificationService) -> NotificationTransport {
        let address: NotificationTransport.Address
        if let urlFile {
            address = .secret(.file(path: urlFile))
        } else if let urlEnvironment {
            address = .secret(.environment(name: urlEnvironment))
        } else {
            address = .plain(url ?? NotifyTarget.pagerDutyAddress)
        }
        let key = keyFile.map { SecretPlace.file(path: $0) } ?? keyEnvironment.map { .environment(name: $0) }
        return NotificationTransport(service, at: address, key: key, agent: "hubdrops/" + Version.text) { .now() }
    }

    /// PagerDuty, "Events API v2".
    private static let pagerDutyAddress = "https://events.pagerduty.com/v2/enqueue"

    /// What is wrong with the places of its secrets; nil where all can be read.
    func problem(_ service: NotificationService) -> String? {
        let address = urlFile.map { SecretPlace.file(path: $0) } ?? urlEnvironment.map { .environment(name: $0) }
        let key = keyFile.map { SecretPlace.file(path: $0) } ?? keyEnvironment.map { .environment(name: $0) }
        return address?.problem("the address of the webhook")
            ?? key?.problem(service == .pagerduty ? "the routing key" : "the token")
    }
}
