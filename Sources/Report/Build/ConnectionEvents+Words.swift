package import Diagnosis
package import Model

extension ConnectionEventCoverage {
    /// What it proves to be missing, for the first lines of a report.
    var limit: String {
        "\(hub): \(Words.count(withoutRecord)) of \(Words.counted(events, "Event Grid event")) "
            + "\(withoutRecord == 1 ? "has" : "have") no record in the log: at least that many records are missing."
    }

    /// Both sides in words, with what may be concluded from each.
    package func words(_ clock: (Instant) -> String) -> String {
        var text =
            "Event Grid reports \(Words.counted(connected, "connect")) and "
            + "\(Words.counted(disconnected, "disconnect")) of \(hub) from \(clock(first)) to \(clock(last)); "
        text +=
            withoutRecord == 0
            ? "each has its record in the log."
            : "\(Words.counted(connectedWithoutRecord, "connect")) and "
                + "\(Words.counted(disconnectedWithoutRecord, "disconnect")) of them have no record within 3 minutes before, "
                + "so the log lacks at least that many."
        guard changes > 0 else { return text }
        text +=
            " Of \(Words.counted(changes, "change")) of state in the log that lasted 2 minutes or more, "
            + "\(changesWithoutEvent == 0 ? "none lacks" : Words.count(changesWithoutEvent) + (changesWithoutEvent == 1 ? " lacks" : " lack")) its event"
        if changesOfOtherDevices > 0 {
            text +=
                "; \(Words.count(changesOfOtherDevices)) more "
                + "\(changesOfOtherDevices == 1 ? "is" : "are") on devices without any event"
        }
        return text + ". Shorter drops have no event: Event Grid checks once a minute."
    }
}
