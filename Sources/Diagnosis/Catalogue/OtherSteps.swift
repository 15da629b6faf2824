/// What to try when the steps of a code did not help; the same for every code of a connection.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/iot-hub-troubleshoot-connectivity, "I tried the steps, but they
/// didn't work". The forum that the page named in 2018 is gone; Microsoft Q&A took its place.
package enum OtherSteps {
    package static let steps: [String] = [
        "Check that the device is Enabled in the registry: Azure portal, your IoT hub, IoT devices. hubdrops does it "
            + "for all devices at once when it is given a registry export.",
        "For MQTT, check that TCP port 8883 is open on the way from the device to the hub; where a firewall blocks it, "
            + "use MQTT over WebSockets (port 443).",
        "Where you can reach the device, on the spot or by SSH, follow the device-side troubleshooting guide.",
        "Ask on Microsoft Q&A or Stack Overflow, or open a request with Azure support; give them the hub's name, the "
            + "codes, the number of devices and the times in UTC, as the report prints them.",
    ]

    package static let references: [Reference] = [
        Links.mqtt, Links.deviceGuide, Links.questions, Links.stackOverflow, Links.support,
    ]
}
