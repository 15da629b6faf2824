import Model
import Store

extension DayFacts {
    /// What the database knows of the input behind a span; totals are of the wanted hubs only.
    init(of span: TimeWindow, in store: Store, wanting isWanted: (EventTypeID) -> Bool) throws {
        self.init()
        let input = try store.inputFacts(in: span, mostRejects: DayFacts.mostRejections)
        files = try store.files(in: span, most: DayFacts.mostFiles)
        filesBeyond = max(0, input.files.files - Int64(files.count))
        if filesBeyond > 0 {
            warningsBeyond = try store.warnings(in: span, behind: files.count, most: DayFacts.mostWarnings + 1)
        }
        (unreadable, unreadableCount) = try store.unreadableFiles(most: DayFacts.mostUnreadable)
        (strangers, strangerCount) = try store.strangers(most: DayFacts.mostUnreadable)
        otherOperations = try store.otherOperations(in: span)
        eventsRead = input.eventsRead
        events = input.eventsStored
        eventsOfOtherDays = max(0, input.files.events - input.eventsRead)
        rejected = input.files.rejected + input.filesWithoutEvents.rejected
        rejections = input.rejects.map { RejectedRecord(file: $0.path, rejection: $0.rejection) }
        otherCategories = input.files.otherCategories + input.filesWithoutEvents.otherCategories
        if let (first, last) = try store.firstAndLastEvent(in: span) {
            firstEvent = first
            lastEvent = last
        }
        hours = try store.hourTotals(in: span).filter { isWanted($0.eventType) }.map { total in
            HourTotal(
                start: Instant(seconds: Int64(total.hour) * 3600), eventType: total.eventType, records: total.records)
        }
    }
}
