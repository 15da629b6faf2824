/// Codes 400xxx of other operations: requests, routes, modules, configurations, digital twins.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "400xxx Bad request errors".
extension CatalogueTables {
    static let other400: [OtherCode] = [
        OtherCode("400000", "GenericBadRequest", "Request is wrong", "Check the form and parameters of the request."),
        OtherCode(
            "400001", "InvalidProtocolVersion", "Protocol version not supported",
            "Update the client to a supported protocol version."),
        OtherCode(
            "400002", "DeviceInvalidResultCount", "Device asked for a wrong number of results",
            "Correct the number of results in the request."),
        OtherCode(
            "400003", "InvalidOperation", "Operation is not valid here",
            "Check that the device or hub supports the operation."),
        OtherCode(
            "400004", "ArgumentInvalid", "An argument is not valid",
            "Check the arguments of the request; the description names one."),
        OtherCode("400005", "ArgumentNull", "A required argument is missing", "Supply every required argument."),
        OtherCode("400006", "IotHubFormatError", "Format of the request is wrong", "Check the format of the request."),
        OtherCode(
            "400007", "DeviceStorageEntitySerializationError", "Stored device entry cannot be read or written",
            "Check the data that is stored for the device.", faults: [.registry]),
        OtherCode(
            "400008", "BlobContainerValidationError", "Blob container is not usable",
            "Check the container's name and permissions.", faults: [.configuration]),
        OtherCode(
            "400009", "ImportWarningExistsError", "Import finished with warnings",
            "Read the warnings of the import job and correct them.", faults: [.registry]),
        OtherCode("400010", "InvalidSchemaVersion", "Schema version not supported", "Use a supported schema version."),
        OtherCode(
            "400011", "DeviceDefinedMultipleTimes", "Device stands twice in the request", "Name each device once.",
            faults: [.registry]),
        OtherCode(
            "400012", "DeserializationError", "Request cannot be read", "Check the format and content of the request."),
        OtherCode(
            "400013", "BulkRegistryOperationFailure", "Bulk change of the registry failed",
            "Read the result per device, then repeat for those that failed.", faults: [.registry]),
        OtherCode(
            "400014", "DefaultStorageEndpointNotConfigured", "No storage account for file upload",
            "Set the storage account under File upload of the hub.", faults: [.configuration]),
        OtherCode(
            "400015", "InvalidFileUploadCorrelationId", "Unknown file upload",
            "Use the correlation id that the hub gave for this upload."),
        OtherCode("400016", "ExpiredFileUploadCorrelationId", "File upload took too long", "Start the upload anew."),
        OtherCode(
            "400017", "InvalidStorageEndpoint", "Storage endpoint is not valid",
            "Check the storage endpoint of the hub.", faults: [.configuration]),
        OtherCode(
            "400018", "InvalidMessagingEndpoint", "Messaging endpoint is not valid",
            "Check the messaging endpoint of the hub.", faults: [.configuration]),
        OtherCode(
            "400019", "InvalidFileUploadCompletionStatus", "Wrong status at the end of an upload",
            "Check the status that the device sends when an upload is done."),
        OtherCode(
            "400020", "InvalidStorageEndpointOrBlob", "Storage refused the uploaded blob",
            "Check that the storage account exists and the hub may write to it.", faults: [.configuration]),
        OtherCode(
            "400021", "RequestCanceled", "Request was cancelled", "Retry the request.",
            transient: .always("Yes, as a rule.")),
        OtherCode(
            "400022", "InvalidStorageEndpointProperty", "A storage setting is not valid",
            "Check the properties of the storage endpoint.", faults: [.configuration]),
        OtherCode(
            "400023", "EtagDoesNotMatch", "Changed by somebody else meanwhile",
            "Read the present version and repeat the change.",
            transient: .sometimes("Yes when the client reads anew and retries.")),
        OtherCode(
            "400024", "RequestTimedOut", "Request timed out", "Retry the request.", faults: [.network, .service],
            transient: .always("Yes, as a rule.")),
        OtherCode(
            "400025", "UnsupportedOperationOnReplica", "Not possible on a replica of the hub",
            "Repeat the operation on the active hub."),
        OtherCode("400026", "NullMessage", "Message is empty", "Send a message that is not null."),
        OtherCode(
            "400028", "InvalidDeviceScope", "Device scope is not valid",
            "Check the scope of the device: the IoT Edge parent it belongs to.", faults: [.registry]),
        OtherCode(
            "400031", "InvalidEndpointAuthenticationType", "Endpoint's authentication type is not valid",
            "Check how the endpoint authenticates.", faults: [.configuration]),
        OtherCode(
            "400032", "ManagedIdentityNotEnabled", "Hub has no managed identity",
            "Switch the managed identity of the hub on.", faults: [.configuration]),
        OtherCode(
            "400035", "InvalidPolicyKey", "Policy key is not valid", "Check the key of the shared access policy.",
            faults: [.credential]),
        OtherCode(
            "400036", "BulkRegenerateDeviceKeyOperationFailure", "New keys for many devices failed",
            "Read the result per device, then repeat for those that failed.", faults: [.registry]),
        OtherCode(
            "400100", "InvalidRouteTestInput", "Test of a route has wrong input",
            "Correct the test message of the route.", faults: [.configuration]),
        OtherCode(
            "400101", "InvalidSourceOnRoute", "Route has a wrong source", "Check the data source of the route.",
            faults: [.configuration]),
        OtherCode(
            "400102", "RoutingNotEnabled", "Routing is not enabled", "Switch message routing on.",
            faults: [.configuration]),
        OtherCode(
            "400103", "InvalidContentEncodingOrType", "Content type or encoding is not valid",
            "Set contentType and contentEncoding of the messages correctly."),
        OtherCode(
            "400301", "CannotRegisterModuleToModule", "Modules cannot be put under modules",
            "Send through the device and the cloud instead."),
        OtherCode(
            "400302", "TenantHubRoutingNotEnabled", "Tenant hub routing is not enabled",
            "Switch tenant hub routing on.", faults: [.configuration]),
        OtherCode(
            "400401", "InvalidConfigurationTargetCondition", "Target condition of a configuration is wrong",
            "Correct the target condition.", faults: [.configuration]),
        OtherCode(
            "400402", "InvalidConfigurationContent", "Content of a configuration is wrong",
            "Correct the content of the configuration.", faults: [.configuration]),
        OtherCode(
            "400403", "CannotModifyImmutableConfigurationContent", "Configuration cannot be changed",
            "Make a new configuration instead.", faults: [.configuration]),
        OtherCode(
            "400404", "InvalidConfigurationCustomMetricsQuery", "Metric query of a configuration is wrong",
            "Correct the custom metrics query.", faults: [.configuration]),
        OtherCode(
            "400501", "InvalidPnPInterfaceDefinition", "Plug and Play interface is wrong",
            "Correct the interface definition."),
        OtherCode(
            "400502", "InvalidPnPDesiredProperties", "Desired properties are wrong", "Correct the desired properties."),
        OtherCode(
            "400503", "InvalidPnPReportedProperties", "Reported properties are wrong",
            "Correct the reported properties."),
        OtherCode(
            "400504", "InvalidPnPWritableReportedProperties", "Writable reported properties are wrong",
            "Correct the writable reported properties."),
        OtherCode(
            "400505", "InvalidDigitalTwinJsonPatch", "JSON patch of a digital twin is wrong", "Correct the JSON patch."),
        OtherCode("400506", "InvalidDigitalTwinPayload", "Payload of a digital twin is wrong", "Correct the payload."),
        OtherCode("400507", "InvalidDigitalTwinPatch", "Patch of a digital twin is wrong", "Correct the patch."),
        OtherCode(
            "400508", "InvalidDigitalTwinPatchPath", "Patch names a wrong path", "Correct the path in the patch."),
    ]
}
