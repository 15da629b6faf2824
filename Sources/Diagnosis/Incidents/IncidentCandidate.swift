/// A drop that may belong to an incident: 24 bytes, since a large day has millions of them.
struct IncidentCandidate: BitwiseCopyable {
    let start: DayMillis
    private let drop: UInt32
    /// What counts once: a device, with its modules where it has some.
    let unit: UInt32
    let classes: CodeClasses
    private let dropsOfDevice: UInt16
    /// Its device drops all day, so that it says nothing about other devices or about what is usual for them.
    var isRestless: Bool
    private let spansMissing: Bool
    var isTaken = false

    init(
        position: Int, start: DayMillis, unit: UInt32, classes: CodeClasses, ofDevice: UInt16, isRestless: Bool,
        spansMissing: Bool
    ) {
        drop = UInt32(position)
        self.start = start
        self.unit = unit
        self.classes = classes
        dropsOfDevice = ofDevice
        self.isRestless = isRestless
        self.spansMissing = spansMissing
    }

    /// Whether it says anything about other devices: not where the drop may have begun in hours without records.
    var counts: Bool { !isRestless && !spansMissing }

    var position: Int { Int(drop) }
    /// How many drops its device had all day: 1 for its only one.
    var ofDevice: Int { Int(dropsOfDevice) }

    /// Whether its code says more than that the connection is gone.
    var isTold: Bool { isSaid || classes.contains(.throttled) }

    /// Whether its code speaks of the service.
    var isSaid: Bool { classes.contains(.service) || classes.contains(.upgrade) }
}
