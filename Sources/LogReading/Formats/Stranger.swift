/// A file among the logs that is none: something of the operator's that belongs elsewhere.
///
/// It is known by the names in its first bytes, never by its own, and nothing of its text is kept: a registry holds keys.
struct Stranger {
    /// What it is and what to do with it, in one clause.
    let text: String

    private static let mostNames = 400
    private static let deviceEvent = " event of a device"
    private static let isEnabled = " enabled or disabled"

    /// Nil for a text that may be a log.
    init?(_ bytes: Bytes, from: Int, to: Int) {
        var names = Stranger.names(bytes, from: from, to: to)
        // Two words stand in values: what an event of Event Grid tells of, and that a device may connect.
        if bytes.holds(".Devices.Device", from: from, to: to) { names.insert(Stranger.deviceEvent) }
        if bytes.holds("nabled", from: from, to: to) || bytes.holds("isabled", from: from, to: to) {
            names.insert(Stranger.isEnabled)
        }
        guard let text = Stranger.text(of: names) else { return nil }
        self.text = text
    }

    private static func text(of names: Set<String>) -> String? {
        func has(_ wanted: String...) -> Bool { wanted.allSatisfy(names.contains) }
        func hasOne(_ wanted: String...) -> Bool { wanted.contains(where: names.contains) }
        // The names of a report stand in the order of the alphabet, those of counts in their own.
        if has("schema", "tool") || has("actions", "actionsnotlisted") || has("hub", "downtime_seconds")
            || has("hub", "window_start", "records") || has("incident", "first_drop")
        {
            return "a report that hubdrops wrote; keep the reports in another folder"
        }
        if hasOne("availabilitystate", "currenthealthstatus", "impactstarttime") {
            return "health events of Azure; give it with --health"
        }
        guard !names.contains("operationname") else { return nil }
        if has("blocks", "emoji") || has("attachments", "$schema") {
            return "a message for a chat, as hubdrops writes them; keep the reports in another folder"
        }
        if hasOne("categoryvalue", "activitystatusvalue") {
            return "rows of AzureActivity; give it with --health if they are of health"
        }
        if hasOne("deviceconnectionstateeventinfo", "operationtimestamp")
            || names.contains(deviceEvent) && hasOne("specversion", "eventtype")
        {
            return "connection events of Event Grid; give it with --connection-events"
        }
        if has("timeseries") && hasOne("metadatavalues", "timestamp", "data") {
            return "a metric of Azure Monitor; give it with --metrics"
        }
        if names.contains("registrationid") {
            return "registrations of the Device Provisioning Service; keep it out of the folder of logs"
        }
        let isDevice = names.contains("deviceid") || names.contains("id")
        let isRegistry = hasOne(
            "authenticationtype", "authentication", "cloudtodevicemessagecount", "x509thumbprint", "generationid",
            "statusupdatetime", "statusupdatedtime", "twinetag", "deviceetag")
        let isList = has("deviceid", "status", isEnabled) && !names.contains { $0.contains("time") }
        if isDevice, names.contains("status") && isRegistry || names.contains("symmetrickey") || isList {
            return "an export of the device registry; give it with --registry"
        }
        return nil
    }

    /// The names of members in a part of a JSON text, or of the columns of a table, in small letters.
    private static func names(_ bytes: Bytes, from: Int, to: Int) -> Set<String> {
        var names: Set<String> = []
        // A message of a queue is base64, alone or in a field.
        if Base64.mayBegin(bytes, at: from) { return Stranger.names(inBase64: bytes.line(from: from, to: to)) }
        if bytes[from] != UInt8(ascii: "{"), bytes[from] != UInt8(ascii: "[") {
            let end = bytes.firstIndex(of: 0x0a, from: from, to: to)
            let line = bytes.slice(from: from, to: min(end < 0 ? to : end, from + 4096)).text.lowercased()
            return Set(line.split { ",;\t\r".contains($0) }.map { $0.filter { $0 != "\"" } })
        }
        var at = bytes.firstIndex(of: UInt8(ascii: "\""), from: from, to: to)
        while at >= 0, names.count < mostNames {
            var end = at + 1
            while end < to, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
            guard end < to else { break }
            var next = end + 1
            while next < to, bytes[next] <= 0x20 { next += 1 }
            if next < to, bytes[next] == UInt8(ascii: ":"), end - at <= 64 {
                names.insert(bytes.slice(from: at + 1, to: end).text.lowercased())
            } else if Base64.mayBegin(bytes, at: at + 1) {
                names.formUnion(Stranger.names(inBase64: bytes.slice(from: at + 1, to: end)))
            }
            at = bytes.firstIndex(of: UInt8(ascii: "\""), from: end + 1, to: to)
        }
        return names
    }

    private static func names(inBase64 text: Bytes) -> Set<String> {
        let arena = Arena()
        arena.reset(for: text.count)
        guard let inner = Base64.decoded(text, from: 0, into: arena), inner.count > 1,
            inner[0] == UInt8(ascii: "{") || inner[0] == UInt8(ascii: "[")
        else { return [] }
        return names(inner, from: 0, to: inner.count)
    }
}

extension Bytes {
    /// Whether what a log has in its first records stands in a part of it: then no more has to be looked at.
    func looksLikeLog(from: Int, to: Int) -> Bool {
        var at = firstIndex(of: UInt8(ascii: "o"), from: from, to: to)
        while at >= 0, at + 13 < to {
            // "operationName" follows a quotation mark, or the backslash before one.
            if slice(from: at, to: at + 13).equalsIgnoringCase("operationname") {
                return !holds("ealthevent", from: from, to: to) && !holds("ealth\"", from: from, to: to)
            }
            at = firstIndex(of: UInt8(ascii: "o"), from: at + 1, to: to)
        }
        return false
    }

    fileprivate func line(from: Int, to: Int) -> Bytes {
        let end = firstIndex(of: 0x0a, from: from, to: to)
        return slice(from: from, to: end < 0 ? to : end)
    }

    fileprivate func holds(_ text: StaticString, from: Int, to: Int) -> Bool {
        let first = unsafe text.utf8Start[0]
        let length = text.utf8CodeUnitCount
        var at = firstIndex(of: first, from: from, to: to)
        while at >= 0, at + length <= to {
            if slice(from: at, to: at + length).equals(text) { return true }
            at = firstIndex(of: first, from: at + 1, to: to)
        }
        return false
    }
}
