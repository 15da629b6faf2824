import Model

/// Devices that the registry has switched off or does not know.
enum DeviceDisabledRule {
    static let text = RuleText(
        name: "device-disabled",
        title: "Disabled or unknown device",
        what:
            "A drop with a code that says that the device is disabled or not registered, or whose attempts to come back "
            + "were refused with one, or an open drop of a device that the registry says is disabled.",
        why: "A disabled device sees no more than a network error and goes on trying. Which code the hub logs is not "
            + "documented, so the registry decides whatever the code.",
        thresholds: "None.",
        actions: [
            "Enable the device in the registry, or leave it if that is intended and stop the device.",
            "Register a device that is not in the registry, or retire the orphan.",
        ],
        source: MicrosoftDocs.registry)

    /// What a code says that stands for nothing else outweighs every pattern.
    private static let certain = 30.0

    static func weigh(_ drop: DropContext, of identity: IdentityContext) -> Weight? {
        if drop.classes.contains(.disabled) { return Weight(.deviceDisabled, certain) }
        if drop.flags.contains(.refusedAsDisabled) {
            return Weight(.deviceDisabled, certain, most: drop.isOpen ? .high : .medium)
        }
        guard let entry = identity.registry, entry.isDisabled, drop.isOpen || identity.isErrorOnly else { return nil }
        guard let changed = identity.statusChanged else { return Weight(.deviceDisabled, certain, most: .medium) }
        // A connection that lived when the device was disabled ends soon after; one that was lost before tries in vain.
        return Weight(.deviceDisabled, certain, most: drop.start >= changed ? .high : .medium)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        if judged.classes.contains(.disabled) {
            facts.append(Fact(certain, "\(judged.codes) on the disconnect itself"))
        }
        if judged.drop.flags.contains(.refusedAsDisabled) {
            facts.append(Fact(certain, "refused as disabled or unknown"))
        }
        if let entry = judged.identity.registry {
            if entry.isDisabled {
                facts.append(Fact(certain - 1, "the registry says that it is disabled"))
                if let changed = judged.identity.statusChanged, judged.drop.start < changed {
                    facts.append(Fact(-1, "its connection was lost before it was disabled"))
                }
            } else {
                facts.append(Fact(-2, "the registry says that it is enabled"))
            }
        }
        if judged.drop.isOpen, judged.drop.refused > 1 {
            facts.append(Fact(4, "\(Words.counted(Int(judged.drop.refused), "attempt")) to come back refused"))
        }
        if !judged.drop.isOpen { facts.append(Fact(-3, "it was accepted in the end")) }
        return facts
    }
}
