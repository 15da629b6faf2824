/// Devices that the registry has switched off or does not know.
enum DeviceDisabledRule {
    static let text = RuleText(
        name: "device-disabled",
        title: "Disabled or unknown device",
        what: "A drop with 403012, 404001 or 404010, or whose attempts to come back were refused with one of them, or "
            + "an open drop of a device that the registry says is disabled.",
        why: "A disabled device sees no more than a network error and goes on trying. Which code the hub logs is not "
            + "documented, so the registry decides whatever the code.",
        thresholds: "None.",
        actions: [
            "Enable the device in the registry, or leave it if that is intended and stop the device.",
            "Register a device that is not in the registry, or retire the orphan.",
        ],
        source: MicrosoftDocs.registry)

    static func classify(_ drop: DropContext, of identity: IdentityContext) -> Classification? {
        if drop.classes.contains(.disabled) { return Classification(.deviceDisabled, .high) }
        if drop.flags.contains(.refusedAsDisabled) {
            return Classification(.deviceDisabled, drop.isOpen ? .high : .medium)
        }
        guard let entry = identity.registry, entry.isDisabled, drop.isOpen || identity.isErrorOnly else { return nil }
        guard let changed = identity.statusChanged else { return Classification(.deviceDisabled, .medium) }
        // A connection that lived when the device was disabled ends soon after; one that was lost before tries in vain.
        return Classification(.deviceDisabled, drop.start >= changed ? .high : .medium)
    }
}
