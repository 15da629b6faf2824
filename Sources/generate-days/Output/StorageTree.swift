/// Writes the tree of blobs that a diagnostic setting makes in a storage account: one folder per hub and hour of
/// arrival (https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs).
struct StorageTree {
    let folder: String
    let gzip: Bool
    /// Hours since 1970 that stay plain even when `gzip` is on, so that a reader can look into them.
    let plainHours: Range<Int>
    let kept: Range<Int>

    func write(_ days: inout Days) throws {
        let text = RecordText(days.plan.hubs)
        var record = StorageRecord(text, days.plan.hubs)
        for hub in days.plan.hubs {
            for (offset, entries) in days.buckets[hub.number].enumerated() where !entries.isEmpty {
                let hour = days.firstHour + offset
                let selected = entries.filter { kept.contains(Int($0.time)) }
                guard !selected.isEmpty else { continue }
                let file = try OutputFile(path(hub, hour), gzip: gzip && !plainHours.contains(hour))
                var junk = JunkRecords(plan: days.plan, hub: hub, hour: hour)
                for entry in selected {
                    let identity = days.identities[Int(entry.identity)]
                    try file.write { bytes in
                        let start = bytes.count
                        record.append(entry, identity, to: &bytes)
                        junk.scatter(after: start, in: &bytes, at: entry)
                    }
                }
                try file.close()
                days.counts.files += 1
                days.counts.otherCategories += junk.otherCategories
                days.counts.rejects += junk.rejects
            }
        }
    }

    private func path(_ hub: Hub, _ hour: Int) -> String {
        "\(folder)/insights-logs-connections/resourceId=\(hub.recordResource)\(blobFolder(hour * 3_600))/PT1H.json"
    }
}
