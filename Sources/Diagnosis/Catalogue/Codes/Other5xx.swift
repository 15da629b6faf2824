/// Codes 500xxx, 502xxx and 503xxx of other operations, with the numbers that only an SDK prints.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, the sections of these classes; and the
/// enumerations `ErrorCode` of the C# service SDK and of the Azure CLI extension for IoT.
extension CatalogueTables {
    static let other5xx: [OtherCode] = [
        OtherCode(
            "500000", "GenericServerError", "Fault inside IoT Hub",
            "Retry; check Resource Health and Azure Status if it goes on.", isOutsideThePage: true),
        OtherCode(
            "500002", "JobCancelled", "Job was cancelled", "Start the job again if it is still wanted.",
            isOutsideThePage: true),
        OtherCode(
            "500003", "StatisticsRetrievalError", "Statistics could not be read", "Retry.", isOutsideThePage: true),
        OtherCode(
            "500005", "InvalidBlobState", "A blob is in a wrong state", "Retry; check the storage account.",
            isOutsideThePage: true),
        OtherCode(
            "500006", "BackupTimedOut", "Backup timed out", "Nothing: the service repeats it.", isOutsideThePage: true),
        OtherCode("500007", "AzureStorageTimeout", "Storage did not answer in time", "Retry.", isOutsideThePage: true),
        OtherCode(
            "500009", "InvalidThrottleParameter", "A throttle setting is not valid", "Ask Azure support if it goes on.",
            isOutsideThePage: true),
        OtherCode(
            "500301", "ModelRepoEndpointError", "Model repository cannot be used",
            "Check the address of the model repository.", faults: [.configuration, .service]),
        OtherCode("500302", "ResolutionError", "Model could not be resolved", "Retry later."),
        OtherCode(
            "500401", "UnableToFetchCredentials", "Managed identity gave no credentials",
            "Check the managed identity of the hub.", faults: [.configuration, .service]),
        OtherCode(
            "500402", "UnableToFetchTenantInfo", "Tenant could not be read", "Check the tenant of the hub.",
            faults: [.configuration, .service]),
        OtherCode(
            "500403", "UnableToShareIdentity", "Identity could not be shared",
            "Check how the managed identity is shared.", faults: [.configuration, .service]),
        OtherCode(
            "500501", "UnableToExpandDiscoveryInfo", "Discovery data could not be expanded",
            "Check the Plug and Play data of the device."),
        OtherCode(
            "500502", "UnableToExpandComponentInfo", "Component data could not be expanded",
            "Check the Plug and Play data of the device."),
        OtherCode(
            "500503", "UnableToCompressComponentInfo", "Component data could not be compressed",
            "Check the Plug and Play data of the device."),
        OtherCode(
            "500504", "UnableToCompressDiscoveryInfo", "Discovery data could not be compressed",
            "Check the Plug and Play data of the device."),
        OtherCode(
            "500505", "OrphanDiscoveryDocument", "Discovery document without an owner",
            "Check the Plug and Play data of the device."),
        OtherCode("502000", "GenericBadGateway", "Fault between parts of IoT Hub", "Retry later."),
        OtherCode(
            "503000", "GenericServiceUnavailable", "IoT Hub is not available",
            "Retry later; check Resource Health and Azure Status if it goes on."),
        OtherCode(
            "503004", "IotHubActivationFailed", "The hub could not be activated",
            "Check the state of the hub in the Azure portal."),
        OtherCode("503201", "ConfigurationNotAvailable", "Configuration is not available", "Retry later."),
        OtherCode("503202", "GroupNotAvailable", "Group is not available", "Retry later."),
        OtherCode("503301", "HostingServiceNotAvailable", "A hosting service is not available", "Retry later."),
    ]

    /// Names that Microsoft's tools know without a number that could be told.
    static let unnumbered: [String] = [
        "EventHubLinkAlreadyClosed", "ReliableBlobStoreError", "RetryAttemptsExhausted", "InvalidContainerReceiveLink",
        "InvalidPartitionEpoch", "InvalidResponseWhileProxying",
    ]
}
