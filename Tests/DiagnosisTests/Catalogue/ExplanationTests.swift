import Foundation
import Testing

@testable import Diagnosis

@Suite struct ExplanationTests {
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// An address alone on its line may be longer: broken, it would not work.
    private func tooLong(_ text: String) -> [String] {
        lines(text).filter { line in
            let words = line.split(separator: " ")
            return line.count > 78 && !(words.count == 1 && words[0].hasPrefix("https://"))
        }
    }

    @Test func noLineIsWiderThan78Columns() {
        let catalogue = Catalogue()
        for code in catalogue.all.map(\.code) + ["404102", "400999", "777777", ""] {
            #expect(tooLong(catalogue.explain(code)).isEmpty)
        }
    }

    @Test func aLongWordOfTheOperatorIsBrokenAndAnAddressIsNot() {
        let word = String(repeating: "x", count: 200)
        let address = "https://wiki.example/" + String(repeating: "y", count: 100)
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "404104", advice: word, runbook: address)])
        let text = catalogue.explain("404104")
        #expect(tooLong(text).isEmpty)
        #expect(text.contains(address))
    }

    @Test func theOperatorsAdviceComesFirstAndAsWritten() throws {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "404104", advice: "Call <b>NOC</b> & `wait`")])
        let text = catalogue.explain("404104")
        let own = try #require(text.range(of: "Call <b>NOC</b> & `wait`"))
        let rest = try #require(text.range(of: "What it means"))
        #expect(own.lowerBound < rest.lowerBound)
    }

    @Test func aLineBreakOfTheOperatorStays() {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "404104", advice: "one\ntwo")])
        #expect(catalogue.explain("404104").contains("  one\n  two\n"))
    }

    @Test func aTerminalCannotBeSteeredByACode() {
        let text = Catalogue().explain("\u{1B}[2J9\u{202E}99")
        #expect(!text.contains("\u{1B}"))
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func anExplanationNamesEachPicture() {
        let text = Catalogue().explain("404104")
        for mark in ["  (a) ", "  (b) ", "  (c) "] { #expect(text.contains(mark)) }
        #expect(!text.contains("  (d) "))
    }

    @Test func anUnknownCodeSaysThatItIsUnknown() {
        #expect(Catalogue().explain("400999").contains("What follows goes by the first digits"))
        #expect(!Catalogue().explain("404104").contains("first digits"))
    }

    @Test func aWholeClassIsExplained() {
        #expect(Catalogue().explain("500xxx").hasPrefix("500xxx every code of this class\n"))
        #expect(Catalogue().explain("429").hasPrefix("429 every code of this class\n"))
    }

    @Test func generalStepsAreLeftOutWhereOnlyTheServiceIsToBlame() {
        #expect(!Catalogue().explain("400029").contains("If that did not help"))
        #expect(Catalogue().explain("403012").contains("If that did not help"))
    }

    @Test func stepsHangUnderTheirNumber() {
        #expect(
            PlainText.wrapped("aaa bbb ccc", width: 10, first: "  1. ", next: "     ")
                == ["  1. aaa", "     bbb", "     ccc"])
    }

    @Test func severalFaultsReadAsOnePhrase() {
        #expect(Catalogue().entry(for: "404104").faultsInWords == "network, device, credential or service")
        #expect(Catalogue().entry(for: "500001").faultsInWords == "service")
        #expect(Catalogue().entry(for: "777777").faultsInWords == "not known")
    }
}
