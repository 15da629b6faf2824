import Foundation
import Settings
import Testing

@testable import Nightly

/// The list of the outputs of a day.
@Suite struct DayOutputsTests {
    @Test func theDropsComeFirstAndThePageLast() {
        #expect(DayOutputs.names.first == "drops.csv")
        #expect(DayOutputs.names.last == "report.html")
        #expect(DayOutputs.all.first is any DropsOutput)
        #expect(DayOutputs.all.last is any FinalOutput)
    }

    /// What is on disk of a report that is complete.
    @Test func aReportHasItsFilesWhateverTheDayHad() {
        #expect(
            Set(DayOutputs.files(Configuration())).isSuperset(of: [
                "report.html", "report.md", "report.json", "drops.csv", "summary.eml", "phone.txt",
            ]))
    }

    @Test func theListOfRenewalsIsThereForThoseWhoAskForIt() {
        var settings = Configuration()
        #expect(!DayOutputs.files(settings).contains("renewals.csv.gz"))
        settings.renewalsCSV = true
        #expect(DayOutputs.files(settings).contains("renewals.csv.gz"))
    }

    /// Removing what an earlier revision left goes by the ends of names: an output must not remove another's.
    @Test func noTwoOutputsOfAFolderClaimTheSameFiles() {
        for name in Set(DayOutputs.names) where name.hasSuffix("/") {
            let endings = DayOutputs.all.filter { $0.name == name }.flatMap(\.endings)
            #expect(!endings.isEmpty, "\(name)")
            for (position, ending) in endings.enumerated() {
                let others = endings.enumerated().filter { $0.offset != position }.map(\.element)
                #expect(!others.contains { ending.hasSuffix($0) }, "\(name) \(ending)")
            }
        }
    }

    @Test func helpSaysWhatEachOutputIsAndFoldersOnce() {
        let lines = DayOutputs.help.split(separator: "\n").map(String.init)
        #expect(lines.first == "  drops.csv        every drop with its cause, without renewals and clean closes")
        #expect(
            lines.filter { $0.contains("incidents/") } == [
                "  incidents/       a page for each incident; its devices (CSV); a mail"
            ])
        #expect(lines.count == DayOutputs.names.count + 2)
        #expect(lines.last == "  next.html        the way to the report after it")
    }
}
