import Testing

@testable import Diagnosis

/// Every step of Microsoft's article on connectivity drops has its answer here
/// (https://learn.microsoft.com/azure/iot-hub/iot-hub-troubleshoot-connectivity, in its forms of 2018 and 2020).
@Suite struct ArticleTests {
    private let catalogue = Catalogue()

    private func steps(_ code: String) -> String {
        catalogue.entry(for: code).resolution.joined(separator: "\n").lowercased()
    }

    private func addresses(_ code: String) -> [String] {
        catalogue.entry(for: code).references.map(\.address)
    }

    @Test(arguments: ["test the connection", "keep-alive", "keeps it alive", "latest sdk"])
    func aConnectionClosedRemotelyHasEveryStep(words: String) {
        #expect(steps("404104").contains(words))
    }

    @Test func aConnectionClosedRemotelyLinksTheConnectionTest() {
        #expect(addresses("404104").contains("https://learn.microsoft.com/azure/iot-hub/tutorial-connectivity"))
    }

    @Test func aPoorNetworkIsNoReasonToRaiseTheKeepAlive() {
        #expect(steps("404104").contains("do not raise the keep-alive"))
    }

    @Test(arguments: ["has not expired", "sdks make new tokens", "thumbprint", "five minutes", "ntp", "registry"])
    func aRefusedCredentialHasEveryStep(words: String) {
        #expect(steps("401003").contains(words))
    }

    @Test func theCSDKIsNotSaidToAvoidTheReconnect() {
        #expect(steps("401003").contains("avoids the 401003, though not the reconnect"))
    }

    @Test func aLinkConflictSaysToConnectOnlyAfterTheDrop() {
        #expect(steps("409002").contains("only after the old one has dropped"))
        #expect(steps("409002").contains("other errors"))
    }

    @Test(
        arguments: ["500001", "500008"],
        ["retry", "latest version", "transient faults", "resource health", "azure status", "failover", "support"])
    func aFaultOfTheServiceHasEveryStep(code: String, words: String) {
        #expect(steps(code).contains(words))
    }

    @Test(arguments: ["500001", "500008"])
    func aFaultOfTheServiceLinksEveryPage(code: String) {
        let pages = [
            "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-sdks",
            "https://learn.microsoft.com/azure/architecture/best-practices/transient-faults",
            "https://learn.microsoft.com/azure/iot-hub/iot-hub-azure-service-health-integration",
            "https://azure.microsoft.com/status/history/",
        ]
        for page in pages { #expect(addresses(code).contains(page)) }
    }

    @Test(arguments: ["404104", "401003", "409002", "500001", "500008", "400027"])
    func theOtherStepsStandInTheExplanation(code: String) {
        let text = catalogue.explain(code).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "Troubleshooting-Guide-Devices", "Enabled in the registry", "port 8883 is open", "Microsoft Q&A",
            "stackoverflow.com/questions/tagged/azure-iot-hub", "azure.microsoft.com/support/options",
        ] {
            #expect(text.contains(words))
        }
    }

    @Test func theForumThatIsGoneIsNamedNowhere() {
        for entry in catalogue.all {
            #expect(catalogue.explain(entry.code).contains("learn.microsoft.com"))
            #expect(!catalogue.explain(entry.code).contains("social.msdn"))
        }
    }
}
