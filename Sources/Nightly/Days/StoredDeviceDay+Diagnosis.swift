import Diagnosis
import Model
import Store

extension StoredDeviceDay {
    init(_ totals: IdentityTotals) {
        self.init(
            hub: totals.hub, device: totals.device, drops: Int64(totals.drops), renewals: Int64(totals.renewals),
            downtimeSeconds: totals.downtimeSeconds, isOpen: totals.isOpen,
            failedConnects: Int64(totals.failedConnects))
    }
}

extension DropTime {
    init(_ drop: IdentityDrop) {
        self.init(hub: drop.hub, device: drop.device, start: drop.start.seconds)
    }
}
