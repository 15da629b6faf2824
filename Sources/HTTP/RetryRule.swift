package import Model

/// When an exchange is tried again, and after how long.
///
/// Pure: it knows neither a clock nor a connection.
package struct RetryRule: Hashable, Sendable {
    /// The number of tries, the first included.
    package var tries = 4
    /// Seconds before the second try; each further wait is twice as long.
    package var firstWait = 1
    package var longestWait = 30
    /// The longest wait that a server may ask for; one that asks for more is not asked again for now.
    package var longestAsked = 60

    package init() {}

    /// Seconds to wait before the next try; nil where there is none.
    ///
    /// - Parameters:
    ///   - tried: tries so far.
    ///   - now: for a Retry-After that is a date.
    package func wait(after outcome: HTTPOutcome, tried: Int, now: Instant) -> Int? {
        guard tried < tries, RetryRule.mayHelp(outcome) else { return nil }
        let usual = min(longestWait, firstWait << min(max(0, tried - 1), 16))
        guard case .answered(let head) = outcome, let asked = RetryRule.asked(head, now: now) else { return usual }
        return asked <= longestAsked ? max(asked, usual) : nil
    }

    /// Whether the same request may have another outcome later: after 408, 429 and all of 5xx, and where the line broke.
    package static func mayHelp(_ outcome: HTTPOutcome) -> Bool {
        switch outcome {
        case .answered(let head): [408, 429].contains(head.status) || (500..<600).contains(head.status)
        case .failed(let failure): failure.kind.isPassing
        }
    }

    /// The seconds that a server asks to wait (RFC 9110, section 10.2.3): a number or a date; nil where it says neither.
    package static func asked(_ head: HTTPHead, now: Instant) -> Int? {
        guard let text = head.fields["Retry-After"]?.trimmed() else { return nil }
        if let seconds = Int(text), seconds >= 0 { return seconds }
        guard let moment = HTTPDate.instant(text) else { return nil }
        return Int(clamping: max(0, moment.seconds(since: now)))
    }
}

extension String {
    fileprivate func trimmed() -> String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
