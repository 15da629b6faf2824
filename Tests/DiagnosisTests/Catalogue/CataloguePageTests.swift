import Foundation
import Testing

@testable import Diagnosis

@Suite struct CataloguePageTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/codes")
    private static let page = """
        <!--
        advice: Do it.
        treated as: throttled
        -->
        # 400777 SomethingNew

        **In short.** Because. And so on.

        - **Whose fault:** network, client logic or not known
        - **Does it pass by itself?** Yes.
        - **In the Connections log:** Possible: it fits a connect or disconnect, but no page says so.
        - **Also written:** One, Two

        ## Which picture is it?

        | The log shows | It means | Do |
        |---|---|---|
        | This. | That. | Look. |

        ## What to do

        1. First.
        2. Then.

        ## If that did not help

        1. Ask.

        ## Read more

        - [Here](https://a.example/#b)
        - [There](https://c.example)

        """

    @Test func everyFileOfTheFolderIsInTheProgramAndCanBeRead() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(CataloguePages.files.map(\.name) == names)
        for (name, text) in CataloguePages.files {
            #expect(try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8) == text)
        }
        #expect(try CatalogueTexts(pages: CataloguePages.files).entries.count == Catalogue().all.count)
    }

    @Test func aPageSaysAllThatIsKnownOfACode() throws {
        let page = try #require(try CataloguePage.all(in: Self.page, file: "400777.md").first)
        let expected = CatalogueEntry(
            code: "400777", name: "SomethingNew", headline: "In short", cause: "Because. And so on.",
            shortAdvice: "Do it.", transient: "Yes.", faults: [.network, .clientLogic, .unknown],
            inConnections: .plausible, aliases: ["One", "Two"],
            pictures: [Picture(when: "This.", meaning: "That.", action: "Look.")], resolution: ["First.", "Then."],
            otherSteps: ["Ask."],
            references: [
                Reference(title: "Here", address: "https://a.example/#b"),
                Reference(title: "There", address: "https://c.example"),
            ])
        #expect(page.entry == expected)
        #expect(page.codeClass == .throttled)
    }

    @Test(arguments: [
        ("advice: Do it.", "advise: Do it.", 2, "'advice: '"),
        ("treated as: throttled", "treated as: slow", 3, "a case of CodeClass"),
        ("**In short.** ", "In short. ", 7, "'**'"), ("client logic", "gremlins", 9, "words of Fault, not 'gremlins'"),
        ("Possible: it fits", "Perhaps: it fits", 11, "one of the sentences of ConnectionsUse"),
        ("| That. | Look. |", "| That. |", 18, "3 cells"), ("2. Then.", "3. Then.", 23, "an empty line"),
        ("- [There](https://c.example)", "More.", 32, "an empty line"),
    ])
    func aLineOfAnotherFormIsNamedByFileAndNumber(right: String, wrong: String, line: Int, expected: String) {
        #expect(throws: CataloguePageError(file: "x.md", line: line, expected: expected)) {
            try CataloguePage.all(in: Self.page.replacing(right, with: wrong), file: "x.md")
        }
    }

    @Test func theTableOfAllCodesSaysOfACodeWhatItsPageSays() throws {
        let index = try #require(CataloguePages.files.first { $0.name == "README.md" })
        let rows = try CatalogueRow.all(in: index.text, file: index.name)
        #expect(rows.map(\.code) == Catalogue().all.map(\.code))
        for (row, entry) in zip(rows, Catalogue().all) {
            #expect(row.name == entry.name)
            #expect(row.headline == entry.headline)
            #expect(row.faults == entry.faults)
            #expect(row.advice == entry.shortAdvice)
        }
    }

    /// Not where only the service or a limit is to blame, nor for operations other than connects and disconnects.
    @Test func theSameGeneralStepsEndEveryPageOfACodeThatTheyCanHelpWith() throws {
        let steps = Catalogue().entry(for: "404104").otherSteps
        #expect(steps.count == 4)
        for entry in Catalogue().all + CatalogueTexts.built.classes.values {
            let canHelp =
                entry.inConnections == .documented
                || entry.inConnections == .plausible
                    && !entry.faults.filter { [.device, .credential, .network, .registry, .unknown].contains($0) }
                        .isEmpty
            #expect(entry.otherSteps == (canHelp ? steps : []), "\(entry.code)")
            #expect(!canHelp || entry.references.contains { $0.title == "Azure support" }, "\(entry.code)")
        }
    }

    @Test func anAddressHasOneTitleOnEveryPage() {
        var titles: [String: String] = [:]
        for reference in Catalogue().all.flatMap({ $0.references.dropFirst() }) {
            let title = titles.updateValue(reference.title, forKey: reference.address)
            #expect(title == nil || title == reference.title)
            #expect(reference.address.hasPrefix("https://"))
        }
    }
}

@Suite struct CodeClassTests {
    /// By the page of the code, else by its first three digits.
    @Test(arguments: [
        ("", CodeClass.clean), ("404104", .closedRemotely), ("401003", .unauthorized), ("401000", .credential),
        ("401999", .credential), ("400027", .takeover), ("409002", .takeover), ("400029", .upgrade),
        ("400030", .upgrade), ("403012", .disabled), ("404001", .disabled), ("404010", .disabled),
        ("403002", .throttled), ("503008", .throttled), ("429999", .throttled), ("404012", .service),
        ("500001", .service), ("500999", .service), ("502000", .service), ("503001", .service), ("504101", .service),
        ("499000", .clientClosed), ("404103", .other), ("403001", .other), ("(none)", .other), ("bogus", .other),
        ("501000", .other), ("40", .other),
    ])
    func aCodeIsTreatedAsItsPageSays(code: String, expected: CodeClass) {
        #expect(CodeClass(code: code) == expected)
    }
}
