import Diagnosis
import Model
import Report

extension Page {
    /// What can be left alone: counted, and shown apart.
    func noise() -> [String: Any] {
        let renewal = report.causes.first { $0.cause == .tokenRenewal }
        let clean = report.causes.first { $0.cause == .cleanClose }
        return [
            "renewals": Words.counted(renewal?.drops ?? 0, "token renewal"),
            "renewalDevices": Words.counted(renewal?.devices ?? 0, "device"),
            "hasRenewals": (renewal?.drops ?? 0) > 0,
            "cleanCloses": Words.counted(clean?.drops ?? 0, "clean close"),
            "cleanDevices": Words.counted(clean?.devices ?? 0, "device"), "hasCleanCloses": (clean?.drops ?? 0) > 0,
            "hasNoise": (renewal?.drops ?? 0) + (clean?.drops ?? 0) > 0,
            "renewalGroups": report.renewals.map {
                [
                    "family": $0.family, "devices": Words.count($0.devices), "renewals": Words.count($0.renewals),
                    "period": Words.duration($0.medianPeriodSeconds), "back": Words.duration($0.medianBackSeconds),
                ]
            }, "hasRenewalGroups": !report.renewals.isEmpty,
            "renewalRules": report.method.thresholds.filter { $0.rule.contains("renewal") }.map(threshold),
        ]
    }

    func causes() -> [String: Any] {
        let causes = report.causes.filter { $0.drops > 0 && !$0.cause.isExpected }.sorted {
            ($1.drops, $0.cause.name) < ($0.drops, $1.cause.name)
        }
        let total = causes.reduce(0) { $0 + $1.drops }
        let (cards, rest) = cut(report.advice, at: Page.mostCards)
        return [
            "causes": causes.map { cause in
                [
                    "cause": Page.words(cause.cause), "drops": Words.count(cause.drops),
                    "devices": Words.count(cause.devices),
                    "share": Words.share(total == 0 ? 0 : Double(cause.drops) / Double(total)),
                    "downtime": report.input.errorOnly ? "not known" : Words.hours(cause.downtimeSeconds),
                    "open": report.input.errorOnly ? "not known" : Words.count(cause.open),
                ]
            }, "hasCauses": !causes.isEmpty, "dropTotal": Words.count(total), "cards": cards.map(card),
            "hasCards": !cards.isEmpty, "cardsNotListed": notListed(rest, "code"),
        ]
    }

    private func card(_ advice: CodeAdvice) -> [String: Any] {
        let codes = report.codes.filter { $0.codeName == advice.code && $0.level != Level.information.name }
        return [
            "code": advice.code, "anchor": "code-" + Page.anchor(advice.code),
            "name": advice.name, "headline": advice.headline, "cause": advice.cause, "advice": advice.shortAdvice,
            "steps": advice.steps, "hasSteps": !advice.steps.isEmpty, "transient": advice.transient,
            "fault": advice.faults.joined(separator: ", "),
            "pictures": advice.pictures.map { ["when": $0.when, "meaning": $0.meaning, "action": $0.action] },
            "hasPictures": !advice.pictures.isEmpty, "link": advice.link.hasPrefix("https://") ? [advice.link] : [],
            "runbook": advice.runbook.map { [link($0)] } ?? [], "ownAdvice": advice.ownAdvice.map { [$0] } ?? [],
            "records": Words.counted(codes.reduce(0) { $0 + $1.records }, "record"),
            "devices": Words.counted(codes.map(\.devices).max() ?? 0, "device"), "unknown": !advice.isKnown,
        ]
    }

    func changes() -> [String: Any] {
        guard let changes = report.changes else { return ["changes": [], "noChanges": true] }
        func group(_ title: String, _ marks: [Changes.Mark]) -> [String: Any] {
            let (shown, rest) = cut(marks, at: 20)
            return [
                "title": title, "count": Words.count(marks.count), "any": !marks.isEmpty,
                "marks": shown.map {
                    ["name": $0.module.isEmpty ? $0.device : $0.device + "/" + $0.module, "note": $0.note]
                },
                "rest": notListed(rest, "device"),
            ]
        }
        let groups = [
            changes.newDevices.map { group("Dropped today, but on none of the days before", $0) },
            group("Dropped far more than usual", changes.worse),
            group("Down at the end of the day before, back since", changes.recovered),
            group("Down since before the day began", changes.longDown),
        ].compactMap { $0 }
        return [
            "changes": [
                [
                    "days": changes.days.isEmpty
                        ? "the day before, which is incomplete" : Words.list(changes.days),
                    "groups": groups,
                    "nothing": groups.allSatisfy { $0["any"] as? Bool == false }
                        ? [
                            changes.newDevices == nil
                                ? "Too few complete days before this one to say more."
                                : "No device is new, far worse than usual, recovered or down for long."
                        ] : [],
                    "newCodes": changes.newCodes.joined(separator: ", "), "hasNewCodes": !changes.newCodes.isEmpty,
                    "vanishedCodes": changes.vanishedCodes.joined(separator: ", "),
                    "hasVanishedCodes": !changes.vanishedCodes.isEmpty,
                ]
            ], "noChanges": false,
        ]
    }

    func codes() -> [String: Any] {
        let (shown, rest) = cut(report.codes, at: Page.mostRows)
        let (sdks, restOfSDKs) = cut(report.sdks, at: 40)
        return [
            "codes": shown.map { code in
                [
                    "operation": code.operation, "level": code.level, "code": code.codeName,
                    "description": code.description, "records": Words.count(code.records),
                    "devices": Words.count(code.devices),
                    "previous": code.previousRecords.map { Words.count($0) } ?? "",
                    "usual": code.usualRecords.map { Words.count(Int($0.rounded())) } ?? "",
                    "hasPast": hasPast,
                ] as [String: Any]
            }, "hasCodes": !shown.isEmpty, "codesNotListed": notListed(rest, "code"), "hasPast": hasPast,
            "recordTotal": Words.count(report.totals.records),
            "disconnectRecords": Words.count(report.totals.disconnectRecords),
            "connectRecords": Words.count(report.totals.connectRecords),
            "failedConnectRecords": Words.count(report.totals.failedConnectRecords),
            "hasFailedConnects": report.totals.failedConnectRecords > 0,
            "failedCodes": report.codes.filter { !$0.isDisconnect && $0.level != Level.information.name }.map {
                [
                    "code": $0.codeName, "description": $0.description, "records": Words.count($0.records),
                    "devices": Words.count($0.devices),
                ]
            },
            "sdks": sdks.map { sdk in
                [
                    "sdk": sdk.sdk.isEmpty ? "(none)" : sdk.sdk, "hub": sdk.hub, "devices": Words.count(sdk.devices),
                    "records": Words.count(sdk.disconnectRecords),
                    "perDevice": Words.decimals(Double(sdk.disconnectRecords) / Double(max(1, sdk.devices)), 1),
                    "manyHubs": report.hubs.count > 1,
                ] as [String: Any]
            }, "hasSDKs": !sdks.isEmpty, "sdksNotListed": notListed(restOfSDKs, "SDK version"),
        ]
    }

    private var hasPast: Bool { report.codes.contains { $0.previousRecords != nil || $0.usualRecords != nil } }

    func method() -> [String: Any] {
        let folder = Page.commonFolder(report.input.files.map(\.path))
        return [
            "thresholds": report.method.thresholds.map(threshold), "hasThresholds": !report.method.thresholds.isEmpty,
            "queries": report.method.queries.map {
                ["title": $0.title, "sql": $0.sql, "sqlLines": $0.sql.split(separator: "\n").map(String.init)]
            },
            "hasQueries": !report.method.queries.isEmpty,
            "fileFolder": folder.isEmpty ? [] : [folder],
            "files": report.input.files.map { file in
                [
                    "path": file.path, "name": String(file.path.dropFirst(folder.count)),
                    "bytes": Words.count(file.bytes), "format": file.format,
                    "compressed": file.compressed, "records": Words.count(file.records),
                    "events": Words.count(file.eventsOfDay), "other": Words.count(file.otherCategories),
                    "rejected": Words.count(file.rejected), "fingerprint": String(file.fingerprint.prefix(16)),
                    "warnings": file.warnings,
                ] as [String: Any]
            }, "hasFiles": !report.input.files.isEmpty,
            "filesNotListed": notListed(report.input.filesNotListed, "file"), "notes": report.input.notes,
            "schema": report.schema,
        ]
    }

    /// The folder that all paths lie in, with the slash at its end; empty for a single path, or where there is none.
    static func commonFolder(_ paths: [String]) -> String {
        guard paths.count > 1, let first = paths.min(), let last = paths.max() else { return "" }
        let shared = zip(first, last).prefix { $0 == $1 }.map(\.0)
        guard let slash = shared.lastIndex(of: "/") else { return "" }
        return String(shared[...slash])
    }

    private func threshold(_ threshold: ThresholdValue) -> [String: Any] {
        ["rule": threshold.rule, "name": threshold.name, "value": threshold.value, "source": threshold.source]
    }
}
