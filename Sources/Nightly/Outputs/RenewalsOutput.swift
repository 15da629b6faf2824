import Delivery
import Diagnosis
import Model
import Settings

/// Renewals and clean closes, in the columns of `drops.csv`, where somebody wants them: nobody has to act on them, and a
/// large fleet has ten times as many as of all others.
struct RenewalsOutput: DropsOutput {
    let name = "renewals.csv.gz"
    let about = "renewals and clean closes, when asked for"

    func isWanted(_ settings: Configuration) -> Bool { settings.renewalsCSV }

    func write(
        _ rows: DropRows, to place: OutputPlace, _ settings: Configuration
    ) throws -> [UInt8]? {
        guard isWanted(settings) else {
            try place.remove()
            return nil
        }
        try place.write { file in
            var packed = GzipWriter(limit: .max, effort: .fast)
            try rows.write(areExpected: true) {
                packed.append($0)
                try file.append(packed.pour())
            }
            guard let rest = packed.finish() else {
                throw Failure(.systemLacks, "\(name): zlib cannot compress it; is there memory left?")
            }
            try file.append(rest)
        }
        return nil
    }
}
