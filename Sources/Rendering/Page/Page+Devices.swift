import Diagnosis
import Model
import Report

extension Page {
    func devices() -> [String: Any] {
        let (shown, rest) = cut(report.devices, at: Page.mostDevices)
        return [
            "devices": shown.prefix(Page.firstDevices).map(device), "hasDevices": !shown.isEmpty,
            "noneDropped": report.totals.devicesThatDropped == 0,
            "moreDevices": shown.dropFirst(Page.firstDevices).map(device),
            "hasMoreDevices": shown.count > Page.firstDevices,
            "moreDeviceCount": Words.count(shown.count - min(shown.count, Page.firstDevices)),
            "devicesNotListed": notListed(rest + report.devicesNotListed, "device"),
            "topDevices": report.devices.prefix(10).map(device), "heat": heatMap(),
            "hubDays": report.hubDays.map(hub), "manyHubs": report.hubs.count > 1,
            "byRecords": report.devicesByRecords.prefix(20).map {
                [
                    "name": $0.module.isEmpty ? $0.device : $0.device + "/" + $0.module, "hub": $0.hub,
                    "records": Words.count($0.disconnectRecords), "failed": Words.count($0.failedConnectRecords),
                    "manyHubs": report.hubs.count > 1,
                ] as [String: Any]
            }, "hasByRecords": !report.devicesByRecords.isEmpty,
        ]
    }

    private func hub(_ hub: HubDay) -> [String: Any] {
        [
            "hub": hub.hub.isEmpty ? Page.unnamedHub : hub.hub, "active": Words.count(hub.activeDevices),
            "dropped": Words.count(hub.devicesThatDropped),
            "drops": Words.count(hub.drops), "renewals": Words.count(hub.renewals),
            "downtime": report.input.errorOnly ? "not known" : Words.hours(hub.downtimeSeconds),
            "notBack": report.input.errorOnly ? "not known" : Words.count(hub.notBack),
            "availability": hub.availability.map(Words.availability) ?? "not known",
        ]
    }

    /// Downtime is that of drops; a device whose every connect was refused has none, and was not up either.
    func downtime(_ seconds: Int64, of device: DeviceDay) -> String {
        if report.input.errorOnly { return "not known" }
        return device.drops > 0 || device.downtimeSeconds > 0 ? Words.duration(seconds) : "not counted"
    }

    private func device(_ device: DeviceDay) -> [String: Any] {
        let strip = DayStrip(device.strip)
        let page = links.devices[PageLinks.Place(hub: device.hub, device: device.device, module: device.module)]
        return [
            "name": device.label, "hub": device.hub, "manyHubs": report.hubs.count > 1,
            "page": page.map { [links.root + "devices/" + $0] } ?? [], "hasPage": page != nil,
            "anchor": page == nil ? "" : "device-" + Page.anchor("\(device.hub)/\(device.name)"),
            "cause": Page.words(device.mainCause), "evidence": device.evidence, "hasEvidence": !device.evidence.isEmpty,
            "downtime": downtime(device.downtimeSeconds, of: device),
            "open": device.openSince != nil, "openSince": device.openSince.map { clock.moment($0, on: day) } ?? "",
            "longest": downtime(device.longestSeconds, of: device),
            "drops": Words.count(device.drops),
            "usual": device.usualDrops.map { [Words.decimals($0, $0 == $0.rounded() ? 0 : 1)] } ?? [],
            "codes": device.codes.prefix(3).map { $0.code.isEmpty ? "(none)" : $0.code }.joined(separator: " "),
            "quarters": strip.quarters, "down": strip.down.isEmpty ? [] : [strip.down],
            "unknown": strip.unknown.isEmpty ? [] : [strip.unknown], "hasStrip": strip.quarters > 0,
            "strip": DayStrip.text(device.strip), "sdk": device.sdk, "transport": device.transport,
            "address": device.address, "group": device.group,
        ]
    }

    /// A list of one, or none where nothing dropped.
    private func heatMap() -> [[String: Any]] {
        let causes = report.causes.filter { !$0.cause.isExpected }
        let windows = causes.map(\.perWindow.count).max() ?? 0
        let perWindow = (0..<windows).map { window in
            causes.reduce(0) { $0 + (window < $1.perWindow.count ? $1.perWindow[window] : 0) }
        }
        let map = HeatMap(
            devices: report.devices, dropsPerWindow: perWindow, missing: report.input.hours.map(\.missing))
        guard !map.rows.isEmpty || map.others != nil else { return [] }
        return [
            [
                "hours": report.input.hours.map { String(clock.minute($0.start).prefix(2)) },
                "rows": map.rows.map { row(of: map, $0) }, "others": map.others.map { [row(of: map, $0)] } ?? [],
            ]
        ]
    }

    private func row(of map: HeatMap, _ row: HeatMap.Row) -> [String: Any] {
        [
            "name": row.device.map { report.devices[$0].name }
                ?? (map.rows.isEmpty ? "All devices" : "All other devices"),
            "drops": Words.count(row.drops),
            "cells": zip(row.cells, row.levels).map { cell, level -> [String: Any] in
                switch cell {
                case .unknown: ["text": "?", "level": 9, "shaded": true]
                case .drops(let count):
                    ["text": count == 0 ? "" : Page.short(count), "level": level, "shaded": level > 0]
                }
            },
            "blocks": zip(row.cells, row.levels).map { cell, level in
                cell == .unknown ? "·" : ["▁", "▂", "▄", "▆", "█"][level]
            }.joined(),
        ]
    }

    /// Three characters at most, for a narrow cell: `1.2k` would be four.
    private static func short(_ count: Int) -> String {
        count < 1000 ? String(count) : count < 100_000 ? "\(count / 1000)k" : "\(count / 1_000_000)M"
    }

    static func words(_ cause: Cause) -> String {
        cause == .unknown ? "not clear" : cause.name.replacing("-", with: " ")
    }
}
