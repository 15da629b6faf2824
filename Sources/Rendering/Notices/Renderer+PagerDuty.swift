import Model
package import Report

/// A matter that a pager was told of and that is not over as far as is known.
package struct OpenPage: Hashable, Sendable, Codable {
    package var key: String
    package var hub: String
    package var headline: String

    package init(key: String, hub: String, headline: String) {
        self.key = key
        self.hub = hub
        self.headline = headline
    }
}

/// One event for a pager.
package struct PageEvent: Hashable, Sendable {
    package enum Action: String, Sendable {
        case trigger, resolve
    }

    package var action: Action
    package var key: String
    package var headline: String
    /// JSON without the routing key, which is a secret.
    package var body: String
}

extension Renderer {
    /// Events for PagerDuty (Events API v2): a trigger for each matter that is new or worse and still open, and for each
    /// alert; a resolve for each open one that the day does not have any more.
    ///
    /// What comes back day after day pages nobody twice. A matter is over only where the input of its hub is whole.
    ///
    /// - Parameter open: what the days before left open.
    /// - Returns: the events in order, and what is open after them.
    package func pages(_ notice: Notice, open: [OpenPage]) throws -> (events: [PageEvent], open: [OpenPage]) {
        var events: [PageEvent] = []
        var still: [OpenPage] = []
        let present = Set(notice.matters.filter(\.isOpen).flatMap { [$0.key] + $0.findings } + notice.alerts.map(\.key))
        let complete = Set(notice.hubs.filter(\.isComplete).map(\.hub))
        let isWhole = !notice.hubs.isEmpty && notice.hubs.allSatisfy(\.isComplete)
        for page in open {
            let isKnown = page.hub.isEmpty ? isWhole : complete.contains(page.hub)
            guard !present.contains(page.key), isKnown, !notice.unclear.contains(page.key) else {
                still.append(page)
                continue
            }
            events.append(try event(.resolve, page, in: notice))
        }
        for matter in notice.matters where matter.isPaged {
            let page = OpenPage(key: matter.key, hub: matter.hub, headline: matter.headline)
            events.append(try event(.trigger, page, in: notice, of: matter))
            if !still.contains(where: { $0.key == page.key }) { still.append(page) }
        }
        for alert in notice.alerts {
            let page = OpenPage(key: alert.key, hub: alert.hub, headline: alert.message)
            events.append(try event(.trigger, page, in: notice))
            if !still.contains(where: { $0.key == page.key }) { still.append(page) }
        }
        return (events, still)
    }

    private func event(
        _ action: PageEvent.Action, _ page: OpenPage, in notice: Notice, of matter: Notice.Matter? = nil
    ) throws -> PageEvent {
        var event: [String: Any] = [
            "event_action": action.rawValue, "dedup_key": OpenPage.deduplicationKey(page.key),
        ]
        if action == .trigger {
            event["client"] = "hubdrops"
            if let link = notice.links?.report { event["client_url"] = link }
            if let link = matter?.link ?? matter?.runbook { event["links"] = [["href": link, "text": "Details"]] }
            event["payload"] = payload(page, in: notice, of: matter)
        }
        return PageEvent(action: action, key: page.key, headline: page.headline, body: try NoticeJSON.text(event))
    }

    private func payload(_ page: OpenPage, in notice: Notice, of matter: Notice.Matter?) -> [String: Any] {
        let hub = page.hub.isEmpty ? "hubdrops" : page.hub
        let words = page.headline.contains(hub) ? page.headline : hub + ": " + page.headline
        var details: [String: Any] = ["day": notice.day.date, "revision": notice.revision, "key": page.key]
        if let matter {
            details["devices"] = matter.devices
            details["device_count"] = matter.deviceCount
            details["codes"] = matter.codes
            details["steps"] = matter.steps
            details["confidence"] = matter.confidence
            if let since = matter.since { details["since"] = since }
        }
        return [
            "summary": Clip.plain(words, 1000), "source": hub, "severity": matter?.severity ?? "error", "group": hub,
            "component": "IoT Hub", "class": matter?.kind ?? "alert", "timestamp": "\(notice.day.end)",
            "custom_details": details,
        ]
    }
}

extension OpenPage {
    /// PagerDuty takes 255 characters.
    static func deduplicationKey(_ key: String) -> String {
        let whole = "hubdrops:" + key
        guard whole.utf16.count > 255 else { return whole }
        var hash = FNV1a()
        hash.add(whole)
        return Clip.clipped(whole, 230) { $0 } + "-" + String(hash.value, radix: 16)
    }
}

extension Notice.Matter {
    /// Whether there is still something to do about it.
    fileprivate var isOpen: Bool {
        switch urgency {
        case .noRecords, .downNow, .recurring, .chronic: true
        // An incident whose devices are all back is news, but over.
        case .news: kind != "incident"
        case .over, .hint: false
        }
    }

    /// Whether it is new enough to call somebody.
    fileprivate var isPaged: Bool {
        isOpen && urgency < .recurring && (state == nil || state == .new || state == .worse)
    }

    fileprivate var severity: String {
        switch urgency {
        case .downNow: "critical"
        case .noRecords: "error"
        case .news, .recurring, .over, .chronic, .hint: "warning"
        }
    }
}
