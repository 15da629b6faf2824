import Nightly

/// The lines of a unit of a fleet: what is said of them is the same twice, and a unit that is taken can be merged.
enum UnitChecks {
    static func faults(of bytes: [UInt8]) -> [String] {
        let first = UnitText.problem(in: bytes)
        var faults: [String] = []
        if first != UnitText.problem(in: bytes) { faults.append("a second reading gives something else") }
        if first?.isEmpty == true { faults.append("refused without a word") }
        return faults
    }
}
