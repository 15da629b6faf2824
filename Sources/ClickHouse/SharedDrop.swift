package import Model

/// A drop as people ask for it in SQL: the columns of `drops.csv`, with the names as they are.
package struct SharedDrop {
    package var hub = ""
    package var device = Device(name: "")
    package var start = Instant(ticks: 0)
    /// Nil while the drop is open.
    package var end: Instant?
    package var downtimeSeconds: Int64?
    package var downtimeInDaySeconds: Int64?
    package var cause = ""
    package var confidence = ""
    /// Joined by `+`.
    package var codes = ""
    package var transport = ""
    package var sdk = ""
    package var address = ""
    package var connectionAgeSeconds: Int64?
    /// Empty where the drop belongs to none.
    package var incident = ""

    package init() {}
}
