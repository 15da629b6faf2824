import Delivery
import Diagnosis
import Model
import Settings

/// Every drop that somebody may want to act on, with its cause: renewals and clean closes are in `RenewalsOutput`.
struct DropsOfDayOutput: DropsOutput {
    /// Most bytes of the compressed file that travel with a mail: with a page of 2 MB, and in base64, the whole stays
    /// below 7 MB, which every usual mail system takes.
    static let largestAttachment = 3_000_000

    let name = "drops.csv"
    let about = "every drop with its cause, without renewals and clean closes"

    func write(
        _ rows: DropRows, to place: OutputPlace, _ settings: Configuration
    ) throws -> [UInt8]? {
        var copy = GzipWriter(limit: settings.mail?.attachCSV == true ? DropsOfDayOutput.largestAttachment : 0)
        try place.write { file in
            try rows.write(areExpected: false) {
                copy.append($0)
                try file.append($0)
            }
        }
        return copy.finish()
    }
}
