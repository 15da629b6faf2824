/// Codes 401xxx, 403xxx, 404xxx and 405xxx of other operations.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, the sections of these classes.
extension CatalogueTables {
    static let other40x: [OtherCode] = [
        OtherCode(
            "401004", "ElasticPoolNotFound", "Elastic pool not found", "Check the name and region of the pool.",
            faults: [.configuration]),
        OtherCode(
            "401100", "SystemModuleModifyUnauthorizedAccess", "Not permitted to change a system module",
            "Check the permission; system modules belong to the IoT Edge runtime."),
        OtherCode(
            "403000", "GenericForbidden", "Request is forbidden", "Check the permissions of the policy or role in use.",
            faults: [.configuration, .registry]),
        OtherCode(
            "403003", "JobQuotaExceeded", "Too many jobs", "Wait until jobs have finished, or run fewer at a time.",
            faults: [.throttling], transient: .sometimes("It ends when jobs finish.")),
        OtherCode(
            "403004", "DeviceMaximumQueueDepthExceeded", "Too many messages wait for the device",
            "Let the device fetch or complete its messages faster, send fewer, shorten their life, or purge the queue.",
            faults: [.clientLogic, .throttling], transient: .sometimes("It ends when the device empties its queue.")),
        OtherCode(
            "403006", "DeviceMaximumActiveFileUploadLimitExceeded", "Too many open file uploads",
            "Let the device report each upload as completed; at most 10 may be open.",
            faults: [.clientLogic, .throttling], transient: .sometimes("It ends when uploads are completed or expire.")),
        OtherCode(
            "403007", "DeviceMaximumQueueSizeExceeded", "Messages waiting for the device are too large",
            "Let the device fetch its messages; send fewer or smaller ones.", faults: [.throttling]),
        OtherCode(
            "403008", "RoutingEndpointResponseForbidden", "A routing endpoint refused the hub",
            "Check that the hub may write to the endpoint.", faults: [.configuration]),
        OtherCode(
            "403009", "InvalidMessageExpiryTime", "Expiry time of a message is not valid",
            "Check the expiry time of the message, and the clock that set it.", faults: [.clientLogic]),
        OtherCode(
            "403010", "OperationNotAvailableInCurrentTier", "The hub's tier does not offer this",
            "Choose a tier that offers the operation.", faults: [.configuration],
            transient: .never("No, not in this tier.")),
        OtherCode(
            "403011", "KeyEncryptionKeyRevoked", "Encryption key was revoked",
            "Check the customer-managed key and the hub's access to it.", faults: [.configuration]),
        OtherCode(
            "403100", "DeviceModelMaxPropertiesExceeded", "Device model has too many properties",
            "Make the device model smaller.", faults: [.configuration]),
        OtherCode(
            "403101", "DeviceModelMaxIndexablePropertiesExceeded", "Too many indexable properties",
            "Make fewer properties of the model indexable.", faults: [.configuration]),
        OtherCode(
            "403800", "DeviceMaximumInflightMethodExceeded", "Too many direct methods at once",
            "Call fewer direct methods of this device at a time.", faults: [.throttling],
            transient: .always("Yes: it ends when methods return.")),
        OtherCode(
            "404000", "GenericNotFound", "Not found", "Check the id of what was asked for.",
            faults: [.registry, .configuration]),
        OtherCode(
            "404002", "JobNotFound", "Job not found", "Check the job id; finished jobs are kept for a limited time.",
            faults: [.clientLogic]),
        OtherCode(
            "404004", "QuotaMetricNotFound", "Quota metric not found", "Check the name of the metric.",
            faults: [.clientLogic]),
        OtherCode(
            "404005", "SystemPropertyNotFound", "System property not found", "Check the name of the system property.",
            faults: [.clientLogic]),
        OtherCode(
            "404006", "AmqpAddressNotFound", "AMQP address not found", "Check the address that the AMQP client opens.",
            faults: [.clientLogic]),
        OtherCode(
            "404007", "RoutingEndpointResponseNotFound", "A routing endpoint does not exist",
            "Check that the endpoint's target still exists.", faults: [.configuration]),
        OtherCode(
            "404008", "CertificateNotFound", "Certificate not found", "Check the certificates that the hub knows.",
            faults: [.credential, .configuration]),
        OtherCode(
            "404009", "ElasticPoolTenantHubNotFound", "Tenant hub of a pool not found",
            "Check the id of the tenant hub.", faults: [.configuration]),
        OtherCode(
            "404011", "AzureTableStoreNotFound", "Table store not found",
            "Check the table store; ask Azure support if it is not yours.", faults: [.service, .configuration]),
        OtherCode(
            "404013", "FeatureNotSupported", "Feature not supported",
            "Check which tier and API version offer the feature.", faults: [.configuration]),
        OtherCode(
            "404014", "DigitalTwinInterfaceNotFound", "Interface of a digital twin not found",
            "Check the id of the interface.", faults: [.clientLogic]),
        OtherCode(
            "404101", "QueryStoreClusterNotFound", "Query store not found", "Retry; ask Azure support if it stays.",
            faults: [.service]),
        OtherCode(
            "404301", "ConfigurationNotFound", "Configuration not found", "Check the id of the configuration.",
            faults: [.configuration]),
        OtherCode("404302", "GroupNotFound", "Group not found", "Check the id of the group.", faults: [.configuration]),
        OtherCode(
            "404401", "DigitalTwinModelNotFound", "Digital twin model not found",
            "Check the id of the model and its repository.", faults: [.configuration]),
        OtherCode(
            "404402", "InterfaceNameModelNotFound", "Model of an interface name not found",
            "Check the id of the interface model.", faults: [.configuration]),
        OtherCode(
            "405000", "GenericMethodNotAllowed", "Method not allowed", "Check which method the resource accepts."),
        OtherCode(
            "405102", "OperationNotAllowedInCurrentState", "Not allowed in the present state",
            "Check the state of the device or hub, then repeat."),
        OtherCode(
            "405103", "ImportDevicesNotSupported", "Import of devices not supported",
            "Register the devices another way."),
        OtherCode(
            "405104", "BulkAddDevicesNotSupported", "Adding devices in bulk not supported",
            "Add the devices one by one or by an import job."),
    ]
}
