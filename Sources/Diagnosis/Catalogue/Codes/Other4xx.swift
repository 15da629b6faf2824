/// Codes 409xxx to 429xxx of other operations.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, the sections of these classes.
extension CatalogueTables {
    static let other4xx: [OtherCode] = [
        OtherCode("409000", "GenericConflict", "Conflict", "Look for what is already there or still running."),
        OtherCode(
            "409003", "CallbackSubscriptionConflict", "Callback is subscribed twice", "Subscribe once per client."),
        OtherCode(
            "409101", "ModelAlreadyExists", "Model exists already", "Use another id, or the model that exists.",
            faults: [.configuration]),
        OtherCode(
            "409102", "DeviceLocked", "Device is locked by another operation",
            "Wait until the other operation is done, then repeat.", faults: [.registry],
            transient: .always("Yes, as a rule.")),
        OtherCode(
            "409103", "DeviceJobAlreadyExists", "A job for the device runs already",
            "Wait for the job that runs, or cancel it."),
        OtherCode("409104", "JobAlreadyExists", "Job exists already", "Use another job id."),
        OtherCode(
            "409301", "ModuleAlreadyExistsOnDevice", "Module exists already",
            "Use another module id, or the module that exists.", faults: [.registry]),
        OtherCode(
            "409401", "ConfigurationAlreadyExists", "Configuration exists already",
            "Use another id, or the configuration that exists.", faults: [.configuration]),
        OtherCode(
            "409402", "ApplyConfigurationAlreadyInProgressOnDevice", "Device applies a configuration just now",
            "Wait until it is done, then repeat.", transient: .always("Yes, as a rule.")),
        OtherCode(
            "409501", "DigitalTwinModelAlreadyExists", "Digital twin model exists already",
            "Use another id, or the model that exists.", faults: [.configuration]),
        OtherCode(
            "409502", "DigitalTwinModelExistsWithOtherModelType", "Model exists with another type",
            "Use another id, or the type that exists.", faults: [.configuration]),
        OtherCode(
            "409503", "InterfaceNameModelAlreadyExists", "Interface model exists already",
            "Use another name, or the model that exists.", faults: [.configuration]),
        OtherCode(
            "412000", "GenericPreconditionFailed", "Condition of the request not met",
            "Read the present state and ask again."),
        OtherCode(
            "412001", "PreconditionFailed", "Changed by somebody else meanwhile",
            "Read the present ETag and repeat the change."),
        OtherCode(
            "412003", "JobRunPreconditionFailed", "Job cannot start yet", "Check the state of the job, then repeat."),
        OtherCode(
            "412004", "InflightMessagesInLink", "Messages are still under way on the link",
            "Settle the messages of the link first."),
        OtherCode("413000", "GenericRequestEntityTooLarge", "Request is too large", "Make the request smaller."),
        OtherCode(
            "413001", "MessageTooLarge", "Message is too large",
            "Send smaller messages: at most 256 KB from device to cloud."),
        OtherCode("413002", "TooManyDevices", "Too many devices in one request", "Send fewer devices at a time."),
        OtherCode(
            "413003", "TooManyModulesOnDevice", "Too many modules on the device", "Remove modules that are not in use.",
            faults: [.registry]),
        OtherCode(
            "413101", "ConfigurationCountLimitExceeded", "Too many configurations",
            "Delete configurations that are not in use.", faults: [.configuration]),
        OtherCode(
            "413201", "DigitalTwinModelCountLimitExceeded", "Too many digital twin models",
            "Delete models that are not in use.", faults: [.configuration]),
        OtherCode(
            "413202", "InterfaceNameCompressionModelCountLimitExceeded", "Too many interface models",
            "Delete interface models that are not in use.", faults: [.configuration]),
        OtherCode(
            "415000", "GenericUnsupportedMediaType", "Media type not supported",
            "Check content type and encoding of the request."),
        OtherCode("415101", "IncompatibleDataType", "Data type does not fit", "Check the data type in the request."),
        OtherCode(
            "429004", "ThrottlingMaxActiveJobCountExceeded", "Too many jobs at once", "Run fewer jobs at a time.",
            transient: .always("Yes: it ends when jobs finish.")),
    ]
}
