import Testing

@testable import Diagnosis

@Suite struct CatalogueTests {
    private let catalogue = Catalogue()

    @Test(arguments: documentedCodes.split(separator: "\n").map(String.init))
    func everyDocumentedCodeIsDescribedUnderItsName(line: String) {
        let parts = line.split(separator: " ")
        let entry = catalogue.entry(for: String(parts[0]))
        #expect(entry.isKnown)
        #expect(entry.name == String(parts[1]))
        #expect(entry.code == String(parts[0]))
    }

    @Test func noCodeStandsTwice() {
        #expect(Set(catalogue.all.map(\.code)).count == catalogue.all.count)
    }

    @Test func theListIsInOrderAndEndsWithTheErrorWithoutACode() {
        let codes = catalogue.all.map(\.code)
        #expect(Array(codes.dropLast()) == codes.dropLast().sorted())
        #expect(codes.last == "(none)")
    }

    @Test func exactlySixCodesAreDocumentedForConnections() {
        let documented = catalogue.all.filter { $0.inConnections == .documented }.map(\.code)
        #expect(documented == ["400027", "401003", "404104", "409002", "500001", "500008"])
    }

    @Test(arguments: Catalogue().all)
    func everyEntryHasWordsForEveryColumn(entry: CatalogueEntry) {
        #expect(!entry.cause.isEmpty)
        #expect(!entry.resolution.isEmpty)
        #expect(!entry.faults.isEmpty)
        #expect(!entry.transient.isEmpty)
        #expect(entry.headline.split(separator: " ").count <= 8, "\(entry.headline)")
        #expect(entry.link.hasPrefix("https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes#"))
        for sentence in entry.resolution + [entry.shortAdvice, entry.transient] {
            #expect(sentence.hasSuffix("."), "\(sentence)")
        }
        #expect(!entry.shortAdvice.dropLast().contains(". "), "one sentence: \(entry.shortAdvice)")
    }

    @Test(arguments: [
        ("400027", "400xxx-bad-request-errors"), ("401003", "401003-iothubunauthorized-error"),
        ("404104", "404104-deviceconnectionclosedremotely-error"), ("409002", "409002-linkcreationconflict-error"),
        ("500001", "500xxx-internal-server-errors"), ("500008", "500xxx-internal-server-errors"),
        ("429002", "429xxx-throttling-exception-errors"),
    ])
    func theLinkLeadsToTheCodesSection(code: String, anchor: String) {
        #expect(
            catalogue.entry(for: code).link == "https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes#"
                + anchor)
    }

    @Test(arguments: [("404104", 3), ("401003", 3), ("400027", 3), ("409002", 3), ("500001", 0)])
    func codesWithSeveralMeaningsHaveAPictureForEach(code: String, pictures: Int) {
        #expect(catalogue.entry(for: code).pictures.count == pictures)
    }

    /// The first fault as Microsoft's page has it, or as its cause and resolution imply.
    @Test(arguments: [
        ("400027", Fault.clientLogic), ("400029", .service), ("400030", .service), ("401000", .credential),
        ("401001", .configuration), ("401002", .credential), ("401003", .credential), ("403001", .configuration),
        ("403002", .throttling), ("403005", .clientLogic), ("403012", .registry), ("404001", .registry),
        ("404010", .registry), ("404012", .service), ("404104", .network), ("409001", .registry),
        ("409002", .clientLogic), ("429000", .throttling), ("429001", .throttling), ("429002", .throttling),
        ("429003", .throttling), ("429005", .throttling), ("499000", .clientLogic), ("500001", .service),
        ("500004", .service), ("500008", .service), ("503001", .service), ("503003", .service), ("503005", .service),
        ("503006", .service), ("503008", .throttling), ("503101", .service), ("503102", .service),
        ("504000", .service), ("504101", .service),
    ])
    func theFirstFaultIsThatOfTheDocumentation(code: String, fault: Fault) {
        #expect(catalogue.entry(for: code).faults.first == fault)
    }

    // MARK: Spellings

    @Test(arguments: ["IotHubUnauthorized", "IoTHubUnauthorized", " iothubunauthorized "])
    func aNameIsFoundInAnySpelling(name: String) {
        #expect(catalogue.entry(for: name).code == "401003")
    }

    @Test func aNameOfItsOwnGoesBeforeAnAlias() {
        #expect(catalogue.entry(for: "IoTHubUnauthorizedAccess").code == "401002")
    }

    @Test func theMisprintedNumberIsExplainedAsWhatItStandsFor() {
        let entry = catalogue.entry(for: "404102")
        #expect(entry.code == "404102")
        #expect(entry.name == "DeviceNotOnline")
        #expect(entry.aliases == ["404103"])
        #expect(entry.isKnown)
    }

    @Test(arguments: ["", "  ", "(none)"])
    func anErrorWithoutACodeHasAnEntry(code: String) {
        let entry = catalogue.entry(for: code)
        #expect(entry.code == "(none)")
        #expect(entry.isKnown)
    }

    @Test func aNameWithoutANumberIsKeptAsTheDescription() {
        let entry = catalogue.entry(for: "RetryAttemptsExhausted")
        #expect(entry.code == "(none)")
        #expect(entry.reportedAs == "RetryAttemptsExhausted")
    }

    // MARK: Unknown codes

    @Test(arguments: [
        ("400999", Fault.clientLogic), ("401999", .credential), ("403999", .configuration), ("404999", .registry),
        ("405999", .clientLogic), ("409999", .clientLogic), ("412999", .clientLogic), ("413999", .clientLogic),
        ("415999", .clientLogic), ("429999", .throttling), ("499999", .clientLogic), ("500999", .service),
        ("502999", .service), ("503999", .service), ("504999", .service), ("418001", .clientLogic),
        ("599001", .service), ("777777", .unknown), ("5", .unknown), ("bogus", .unknown),
    ])
    func anUnknownCodeIsExplainedByItsClass(code: String, fault: Fault) {
        let entry = catalogue.entry(for: code, description: "SomethingNew")
        #expect(!entry.isKnown)
        #expect(entry.code == code)
        #expect(entry.name == "SomethingNew")
        #expect(entry.faults.first == fault)
        #expect(!entry.resolution.isEmpty)
    }

    @Test func anUnknownCodeWithoutADescriptionIsCalledUnknown() {
        #expect(catalogue.entry(for: "400999").name == "unknown")
    }

    @Test func anotherDescriptionOfAKnownCodeIsKeptBesideItsName() {
        let entry = catalogue.entry(for: "404104", description: "SomethingNew")
        #expect(entry.name == "DeviceConnectionClosedRemotely")
        #expect(entry.reportedAs == "SomethingNew")
    }

    @Test func aSpellingVariantIsNoOtherDescription() {
        #expect(catalogue.entry(for: "401003", description: "IoTHubUnauthorized").reportedAs.isEmpty)
    }

    @Test func aDescriptionOfAnErrorWithoutACodeIsKept() {
        #expect(catalogue.entry(for: "", description: "ServiceUnavailable").reportedAs == "ServiceUnavailable")
    }

    @Test func hugeTextsAreCut() {
        let huge = String(repeating: "9", count: 100_000)
        let entry = catalogue.entry(for: huge, description: "e" + String(repeating: "\u{301}", count: 100_000))
        #expect(entry.code.unicodeScalars.count == 64)
        #expect(entry.name.unicodeScalars.count == 500)
    }
}

@Suite struct CatalogueOverrideTests {
    @Test func theOperatorsAdviceStandsInTheEntryAndInTheList() {
        let catalogue = Catalogue(overrides: [
            CatalogueOverride(code: "404104", advice: "Call <NOC> & wait", runbook: "https://wiki.example/404104")
        ])
        for entry in [catalogue.entry(for: "404104")] + catalogue.all.filter({ $0.code == "404104" }) {
            #expect(entry.ownAdvice == "Call <NOC> & wait")
            #expect(entry.runbook == "https://wiki.example/404104")
        }
        #expect(catalogue.entry(for: "401003").ownAdvice == nil)
    }

    @Test func anOverrideHoldsForAnUnknownCodeToo() {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "400999", advice: "Ask Kim")])
        #expect(catalogue.entry(for: "400999").ownAdvice == "Ask Kim")
        #expect(!catalogue.entry(for: "400999").isKnown)
    }

    @Test func anOverrideMayNameTheCode() {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "ServerError", advice: "Ask Kim")])
        #expect(catalogue.entry(for: "500001").ownAdvice == "Ask Kim")
    }

    @Test func anOverrideOfTheRightNumberHoldsForItsMisprint() {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "404103", advice: "Ask Kim")])
        #expect(catalogue.entry(for: "404102").ownAdvice == "Ask Kim")
    }

    @Test func anEmptyAdviceIsNone() {
        let catalogue = Catalogue(overrides: [CatalogueOverride(code: "404104", advice: "", runbook: "")])
        #expect(catalogue.entry(for: "404104").ownAdvice == nil)
        #expect(!catalogue.explain("404104").contains("Your own advice"))
    }

    @Test func ofTwoOverridesTheLastWinsFieldByField() {
        let catalogue = Catalogue(overrides: [
            CatalogueOverride(code: "404104", advice: "first", runbook: "page"),
            CatalogueOverride(code: "404104", advice: "second"),
        ])
        #expect(catalogue.entry(for: "404104").ownAdvice == "second")
        #expect(catalogue.entry(for: "404104").runbook == "page")
    }
}
