/// A device, or one module of a device, on a hub: what connects, drops and is diagnosed.
///
/// Kept as numbers of a `Vocabulary`, whose `Device` names the device and the module.
package struct Identity: Hashable, Sendable, BitwiseCopyable {
    package let hub: TextID
    package let device: DeviceID

    package init(hub: TextID, device: DeviceID) {
        self.hub = hub
        self.device = device
    }
}
