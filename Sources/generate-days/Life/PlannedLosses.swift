/// The losses that a device's role and the scenario have in store for it, in order of time.
func plannedLosses(
    of device: SimulatedDevice, _ plan: Plan, _ scenario: Scenario, _ random: inout SeededRandom
) -> [PlannedLoss] {
    var losses = incidentLosses(of: device, plan, scenario, &random)
    func somewhen() -> Int { random.whole(plan.reported.lowerBound + 3_600, plan.reported.upperBound - 3_600) }
    switch device.role {
    case .expiringAlone, .drifting:
        losses.append(PlannedLoss(time: somewhen(), loss: .credentialExpired(incident: nil)))
    case .expiring:
        let group = scenario.incidents.firstIndex { $0.kind == .credentialExpiry && $0.hub == device.hub }
        let fault = group.map { scenario.incidents[$0].fault }
        let time = fault.map { random.whole($0.lowerBound, $0.upperBound - 1) } ?? somewhen()
        losses.append(PlannedLoss(time: time, loss: .credentialExpired(incident: group)))
    case .disabled:
        losses.append(PlannedLoss(time: somewhen(), loss: .disabled))
    case .gone:
        losses.append(PlannedLoss(time: somewhen(), loss: .gone))
    case .rareCodes:
        for (code, cause) in rareCodes where random.happens(0.4) {
            losses.append(PlannedLoss(time: somewhen(), loss: .rare(code, cause)))
        }
    default: break
    }
    return losses.sorted { $0.time < $1.time }
}

/// Codes that come alone.
///
/// A single 500001 or 500008 with a quick return is what an upgrade of one node looks like; other
/// faults of the service stay service incidents of one device.
private let rareCodes: [(Code, TrueCause)] = [
    (.serverError, .platformUpgrade), (.genericTimeout, .platformUpgrade), (.partitionNotFound, .serviceIncident),
    (.serverBusy, .serviceIncident), (.gatewayTimeout, .serviceIncident), (.deviceThrottled, .throttled),
    (.invalidOperation, .unknown), (.neverSeen, .unknown), (.errorWithoutCode, .unknown),
]

private func incidentLosses(
    of device: SimulatedDevice, _ plan: Plan, _ scenario: Scenario, _ random: inout SeededRandom
) -> [PlannedLoss] {
    var losses: [PlannedLoss] = []
    for (place, incident) in scenario.incidents.enumerated() where incident.hub == device.hub {
        let fault = incident.fault
        switch incident.kind {
        case .siteOutage where incident.hits(device):
            let loss: Loss = incident.isInstant ? .lineCut(place) : .siteOutage(place)
            losses.append(PlannedLoss(time: fault.lowerBound, loss: loss))
        case .serviceIncident where random.happens(incident.share):
            let time = fault.lowerBound + min(random.wait(mean: 70), fault.count - 30)
            losses.append(PlannedLoss(time: time, loss: .serviceIncident(place)))
        case .platformUpgrade where random.happens(incident.share):
            losses.append(
                PlannedLoss(time: random.whole(fault.lowerBound, fault.upperBound - 1), loss: .upgrade(place)))
        case .dailyQuota where random.happens(incident.share):
            let time = fault.lowerBound + min(random.wait(mean: 500), fault.count - 600)
            losses.append(PlannedLoss(time: time, loss: .quota(place)))
        default: break
        }
    }
    return losses
}
