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
        #expect(!entry.transient.words.isEmpty)
        #expect(entry.headline.split(separator: " ").count <= 8, "\(entry.headline)")
        #expect(entry.link.hasPrefix("https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes#"))
        for sentence in entry.resolution + [entry.shortAdvice, entry.transient.words] {
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

    /// Transience and first fault as Microsoft's page has them, or as its cause and resolution imply.
    @Test(arguments: [
        ("400027", Transience.Degree.never, Fault.clientLogic), ("400029", .always, .service),
        ("400030", .always, .service), ("401000", .never, .credential), ("401001", .never, .configuration),
        ("401002", .never, .credential), ("401003", .sometimes, .credential), ("403001", .never, .configuration),
        ("403002", .sometimes, .throttling), ("403005", .never, .clientLogic), ("403012", .never, .registry),
        ("404001", .never, .registry), ("404010", .never, .registry), ("404012", .always, .service),
        ("404104", .sometimes, .network), ("409001", .never, .registry), ("409002", .sometimes, .clientLogic),
        ("429000", .always, .throttling), ("429001", .always, .throttling), ("429002", .always, .throttling),
        ("429003", .always, .throttling), ("429005", .always, .throttling), ("499000", .always, .clientLogic),
        ("500001", .always, .service), ("500004", .always, .service), ("500008", .always, .service),
        ("503001", .always, .service), ("503003", .always, .service), ("503005", .always, .service),
        ("503006", .always, .service), ("503008", .always, .throttling), ("503101", .always, .service),
        ("503102", .always, .service), ("504000", .always, .service), ("504101", .always, .service),
    ])
    func transienceAndFaultAreThoseOfTheDocumentation(code: String, degree: Transience.Degree, fault: Fault) {
        let entry = catalogue.entry(for: code)
        #expect(entry.transient.degree == degree)
        #expect(entry.faults.first == fault)
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
        ("400999", Fault.clientLogic, Transience.Degree.never), ("401999", .credential, .never),
        ("403999", .configuration, .sometimes), ("404999", .registry, .sometimes), ("405999", .clientLogic, .never),
        ("409999", .clientLogic, .sometimes), ("412999", .clientLogic, .sometimes), ("413999", .clientLogic, .never),
        ("415999", .clientLogic, .never), ("429999", .throttling, .always), ("499999", .clientLogic, .always),
        ("500999", .service, .always), ("502999", .service, .always), ("503999", .service, .always),
        ("504999", .service, .always), ("418001", .clientLogic, .sometimes), ("599001", .service, .always),
        ("777777", .unknown, .sometimes), ("5", .unknown, .sometimes), ("bogus", .unknown, .sometimes),
    ])
    func anUnknownCodeIsExplainedByItsClass(code: String, fault: Fault, degree: Transience.Degree) {
        let entry = catalogue.entry(for: code, description: "SomethingNew")
        #expect(!entry.isKnown)
        #expect(entry.code == code)
        #expect(entry.name == "SomethingNew")
        #expect(entry.faults.first == fault)
        #expect(entry.transient.degree == degree)
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
