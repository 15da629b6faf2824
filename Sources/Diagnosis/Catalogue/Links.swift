/// Addresses of the pages that the catalogue sends operators to, as Microsoft's own documentation names them.
package enum Links {
    package static let errorCodes = "https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes"

    package static let testConnection = Reference(
        title: "Test the connection of a device to IoT Hub",
        address: "https://learn.microsoft.com/azure/iot-hub/tutorial-connectivity")
    package static let connectivity = Reference(
        title: "Monitor and troubleshoot device connectivity",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-troubleshoot-connectivity")
    package static let renewal = Reference(
        title: "How each SDK renews tokens on MQTT",
        address: connectivity.address + "#mqtt-device-disconnect-behavior-with-azure-iot-sdks")
    package static let tokens = Reference(
        title: "SAS tokens",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-sas")
    package static let keepAlive = Reference(
        title: "MQTT keep-alive of each SDK",
        address: mqtt.address + "#default-keep-alive-time-out")
    package static let mqtt = Reference(
        title: "MQTT on IoT Hub, with its ports",
        address: "https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub")
    package static let reconnecting = Reference(
        title: "Manage device reconnections",
        address: "https://learn.microsoft.com/azure/iot/concepts-manage-device-reconnections")
    package static let sdks = Reference(
        title: "Azure IoT Hub SDKs",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-sdks")
    package static let transientFaults = Reference(
        title: "Transient fault handling",
        address: "https://learn.microsoft.com/azure/architecture/best-practices/transient-faults")
    package static let resourceHealth = Reference(
        title: "Resource Health of an IoT hub",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-azure-service-health-integration")
    package static let azureStatus = Reference(
        title: "Azure Status, now",
        address: "https://azure.status.microsoft/")
    package static let azureStatusHistory = Reference(
        title: "Azure Status, past days",
        address: "https://azure.microsoft.com/status/history/")
    package static let failover = Reference(
        title: "Manual failover",
        address: "https://learn.microsoft.com/azure/iot-hub/tutorial-manual-failover")
    package static let limits = Reference(
        title: "Quotas and throttling",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling")
    package static let units = Reference(
        title: "Change the tier or the units of a hub",
        address: "https://learn.microsoft.com/azure/iot-hub/iot-hub-upgrade")
    package static let deviceGuide = Reference(
        title: "Device-side troubleshooting guide",
        address: "https://github.com/Azure/azure-iot-sdk-node/wiki/Troubleshooting-Guide-Devices")
    package static let questions = Reference(
        title: "Microsoft Q&A, Azure IoT Hub",
        address: "https://learn.microsoft.com/answers/topics/azure-iot-hub.html")
    package static let stackOverflow = Reference(
        title: "Stack Overflow, tag azure-iot-hub",
        address: "https://stackoverflow.com/questions/tagged/azure-iot-hub")
    package static let support = Reference(
        title: "Azure support",
        address: "https://azure.microsoft.com/support/options/")
}
