/// Codes 401xxx that a Connections log can show.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "401xxx Unauthorized errors".
extension CatalogueTables {
    static let connections401: [CatalogueEntry] = [
        CatalogueEntry(
            "401000", "GenericUnauthorized",
            headline: "Not authorised",
            cause: "The hub refused the credential without saying which part of it is wrong.",
            shortAdvice: "Check the device's credential as for 401003.",
            resolution: [
                "Check that the key, token or certificate belongs to this device and has not expired.",
                "Check the device's entry in the registry: enabled, and with the authentication type that the device uses.",
            ],
            transient: .never("No, until the credential is put right."),
            faults: [.credential], inConnections: .plausible, section: "401xxx-unauthorized-errors",
            references: [Links.tokens]),
        CatalogueEntry(
            "401001", "IotHubNotFound",
            headline: "No hub of that name",
            cause:
                "The client named a hub that does not exist: a wrong host name, another cloud, or a hub that was deleted.",
            shortAdvice: "Check the host name in the device's connection string.",
            resolution: [
                "Check the host name and the region in the connection string or the provisioning result.",
                "If the hub was moved or made anew, provision the devices again.",
            ],
            transient: .never("No, until the host name is put right."),
            faults: [.configuration], inConnections: .plausible, section: "401xxx-unauthorized-errors"),
        CatalogueEntry(
            "401002", "IotHubUnauthorizedAccess",
            headline: "No permission on this hub",
            cause: "The credential may be valid, but not for what was asked of this hub.",
            shortAdvice: "Check which policy or role the client uses and what it permits.",
            resolution: [
                "Check the shared access policy in the connection string: devices need DeviceConnect.",
                "For Microsoft Entra ID, check the role that is assigned on the hub.",
            ],
            transient: .never("No, until the permission is given."),
            faults: [.credential, .configuration], inConnections: .plausible, section: "401xxx-unauthorized-errors"),
        unauthorized,
    ]

    private static let unauthorized = CatalogueEntry(
        "401003", "IotHubUnauthorized",
        headline: "Credential refused or expired",
        cause: "The hub could not authenticate the connection. Often this is no fault: on MQTT some SDKs let the hub "
            + "close the connection when the SAS token expires, and reconnect with a new one. Otherwise the token or "
            + "certificate has expired or does not match, the device is unknown to the hub, or its clock is wrong.",
        shortAdvice: "Ignore it where the device is back within a minute; otherwise renew its token or certificate.",
        resolution: [
            "See whether the device came back within a minute: then it renewed its token, and nothing needs doing. The "
                + "SDKs make new tokens by themselves when they are given the device's connection string.",
            "If it stays refused, check that the SAS token or other security token has not expired. A token that "
                + "was made by hand and stored on the device expires for good: let the SDK make tokens.",
            "For X.509, check the end date of the device's certificate and of its CA; with thumbprint authentication, check "
                + "that the registry holds the thumbprint of the certificate in use.",
            "Check that the device exists in the registry, is enabled, and has the authentication type that it uses.",
            "Check the form of the credential for the protocol in use, and that the policy named in it has the permission.",
            "Check the device's clock: more than five minutes off is refused. Synchronise it by NTP, daily to monthly; "
                + "where that cannot be done, schedule a reboot.",
            "If the number of these records disturbs, use a longer token life, AMQP (it renews without a disconnect; the "
                + "Python SDK does not offer it), X.509, "
                + "or the C SDK: it renews before expiry and so avoids the 401003, though not the reconnect on MQTT.",
        ],
        transient: .sometimes("Yes when a token is renewed. No when the credential or the clock is wrong."),
        faults: [.credential, .device], inConnections: .documented, section: "401003-iothubunauthorized-error",
        references: [Links.renewal, Links.tokens, Links.sdks],
        pictures: [
            Picture(
                when: "In a steady rhythm, often followed by 404104, and the device is back in less than a minute.",
                meaning: "The SAS token expired and was renewed: normal on MQTT.",
                action: "Nothing. hubdrops counts these drops apart as renewals."),
            Picture(
                when:
                    "From one moment on, with no successful connect afterwards; several devices at once or one alone.",
                meaning:
                    "An expired or wrong token, key or certificate, or a device that the registry does not know. Several at "
                    + "once share a CA, a group certificate or a policy key that expired or was changed.",
                action: "Renew the credential; check end dates, thumbprints, key changes and the registry."),
            Picture(
                when: "Single devices, on different days, refused for good after weeks or months without trouble.",
                meaning: "The device's clock has drifted by more than five minutes.",
                action: "Synchronise the clock by NTP; a reboot helps until then."),
        ],
        aliases: ["IoTHubUnauthorized", "IotHubUnauthorizedAccess"])
}
