/// Writes the truth as CSV, sorted so that equal plans give equal bytes.
struct TruthFiles {
    let days: Days

    /// The drops: `hub,device,module,start,end,cause,incident,codes`.
    func drops() -> [UInt8] {
        var text = Array("hub,device,module,start,end,cause,incident,codes\n".utf8)
        let keyed = days.truth.rows.sorted {
            let (left, right) = (days.identities[$0.identity], days.identities[$1.identity])
            if left.hub != right.hub { return left.hub < right.hub }
            if $0.drop.start != $1.drop.start { return $0.drop.start < $1.drop.start }
            return $0.identity < $1.identity
        }
        for row in keyed {
            let identity = days.identities[row.identity]
            let device = days.devices[identity.device]
            appendRow(
                [
                    days.plan.hubs[identity.hub].lowerName, device.id, identity.module, isoTime(row.drop.start),
                    row.drop.end.map(isoTime) ?? "", row.drop.cause.rawValue,
                    row.drop.incident.map { days.scenario.incidents[$0].id } ?? "", row.drop.codeText,
                ], to: &text)
        }
        return text
    }

    /// `id,hub,kind,start,end,devices,fault_start,fault_end,returned,not_back`; only incidents that left a drop.
    func incidents() -> [UInt8] {
        var text = Array("id,hub,kind,start,end,devices,fault_start,fault_end,returned,not_back\n".utf8)
        for (incident, seen) in zip(days.scenario.incidents, days.truth.incidents) where seen.devices > 0 {
            appendRow(
                [
                    incident.id, days.plan.hubs[incident.hub].lowerName, incident.kind.rawValue, isoTime(seen.first),
                    isoTime(seen.last), String(seen.devices), isoTime(incident.fault.lowerBound),
                    isoTime(incident.fault.upperBound), seen.returned == 0 ? "" : isoTime(seen.returned),
                    String(seen.notBack),
                ], to: &text)
        }
        return text
    }

    /// The devices: `hub,device,modules,role,sdk,protocol,authentication,site,roams,renewal_seconds`.
    func devices() -> [UInt8] {
        var text = Array("hub,device,modules,role,sdk,protocol,authentication,site,roams,renewal_seconds\n".utf8)
        for device in days.devices {
            appendRow(
                [
                    days.plan.hubs[device.hub].lowerName, device.id, device.modules.joined(separator: " "),
                    device.behaviour?.name ?? device.role.rawValue, ClientSoftware.all[device.software].text,
                    device.transport == .mqtt ? "Mqtt" : "Amqp",
                    device.credential.rawValue, device.site.name, device.roams ? "yes" : "no",
                    device.renewalPeriod.map(String.init) ?? "",
                ], to: &text)
        }
        return text
    }

    /// The numbers of the run as JSON, keys in a fixed order.
    func counts() -> [UInt8] {
        let counts = days.counts
        let numbers: [(String, Int)] = [
            ("events", counts.events), ("connects", counts.connects), ("failedConnects", counts.failedConnects),
            ("disconnects", counts.disconnects), ("duplicates", counts.duplicates), ("late", counts.late),
            ("unusualShapes", counts.unusualShapes), ("otherCategories", counts.otherCategories),
            ("rejects", counts.rejects), ("lost", counts.lost), ("files", counts.files), ("devices", counts.devices),
            ("identities", counts.identities),
        ]
        let drops = TrueCause.allCases.map { ($0.rawValue, counts.drops[$0] ?? 0) }
        let roles = Role.allCases.map { ($0.rawValue, counts.roles[$0] ?? 0) }
        let body =
            numbers.map { "  \"\($0)\": \($1)" }
            + ["  \"drops\": {\n" + drops.map { "    \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n  }"]
            + ["  \"roles\": {\n" + roles.map { "    \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n  }"]
        return Array(("{\n" + body.joined(separator: ",\n") + "\n}\n").utf8)
    }

    private func appendRow(_ fields: [String], to text: inout [UInt8]) {
        for (place, field) in fields.enumerated() {
            if place > 0 { text.append(0x2C) }
            let bytes = Array(field.utf8)
            if bytes.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) {
                text.append(0x22)
                text.appendDoublingQuotes(bytes)
                text.append(0x22)
            } else {
                text += bytes
            }
        }
        text.append(0x0A)
    }
}
