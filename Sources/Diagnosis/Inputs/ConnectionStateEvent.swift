package import Model

/// A device that Event Grid says connected or disconnected.
///
/// The hub looks once a minute and tells only the last state (IoT Hub documentation, "React to IoT Hub events by
/// using Event Grid"), so these are never more than the log's records: a check of the log, not a substitute.
package struct ConnectionStateEvent: Hashable, Sendable {
    /// In lower case.
    package let hub: String
    package let device: String
    /// Empty for the device itself.
    package let module: String
    package let isConnected: Bool
    /// When it was noticed; `sequence` is what orders events.
    package let time: Instant
    /// A hexadecimal number; of two events of one device the later has the greater one.
    package let sequence: String

    package init(hub: String, device: String, module: String, isConnected: Bool, time: Instant, sequence: String) {
        self.hub = hub
        self.device = device
        self.module = module
        self.isConnected = isConnected
        self.time = time
        self.sequence = sequence
    }
}
