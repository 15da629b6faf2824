import Model
import Testing

@testable import Azure

/// Which of several credentials is taken.
@Suite struct CredentialTests {
    private static let url = "https://acct.blob.core.windows.net/logs"
    private static let key = "YSBrZXkgdGhhdCBpcyB1c2VkIGJ5IG5vYm9keSBlbHNl"
    private static let signature = "sv=2026-10-06&se=2026-03-11T00%3A00%3A00Z&sp=rl&sr=c&sig=S3CRET"
    private static let string =
        "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=\(key);EndpointSuffix=core.windows.net"
    /// In the order of the documentation, the last one first.
    private static let steps: [(variables: [String: String], words: String)] = [
        (
            ["IDENTITY_ENDPOINT": "http://127.0.0.1:1/msi/token", "IDENTITY_HEADER": "h"],
            "managed identity (IDENTITY_ENDPOINT)"
        ),
        (
            ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "/x"],
            "service principal c, federated token"
        ),
        (["AZURE_CLIENT_SECRET": "S3CRET"], "service principal c, client secret"),
        (["AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": key], "AZURE_STORAGE_KEY of account acct"),
        (["AZURE_STORAGE_CONNECTION_STRING": string], "AZURE_STORAGE_CONNECTION_STRING, the key of account acct"),
        (["AZURE_STORAGE_SAS_TOKEN": "?" + signature], "AZURE_STORAGE_SAS_TOKEN (ends 2026-03-11T00:00:00Z)"),
    ]

    private func words(_ variables: [String: String], _ url: String = Self.url, az: String? = nil) throws -> String {
        try Credential.of(try BlobAddress(url), surroundings(variables, az: az)).words
    }

    @Test func theEarlierOneInTheOrderIsTaken() throws {
        var variables: [String: String] = [:]
        for step in Self.steps {
            variables.merge(step.variables) { $1 }
            #expect(try words(variables) == step.words)
        }
        #expect(
            try words(variables, Self.url + "?" + Self.signature) == "SAS in the address (ends 2026-03-11T00:00:00Z)")
    }

    @Test func whatIsForAnotherAccountIsPassedOver() throws {
        let other = "https://other.blob.core.windows.net/logs"
        var variables = ["AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": Self.key]
        variables["AZURE_STORAGE_SAS_TOKEN"] = Self.signature
        variables["AZURE_STORAGE_CONNECTION_STRING"] = Self.string
        let token = #"{"accessToken":"T","expires_on":1773300000}"#
        #expect(try words(variables, other, az: token) == "az login")
        variables["AZURE_STORAGE_CONNECTION_STRING"] =
            "BlobEndpoint=https://other.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=x"
        #expect(try words(variables, other) == "AZURE_STORAGE_CONNECTION_STRING, its SAS")
    }

    @Test(arguments: [
        ["AZURE_STORAGE_SAS_TOKEN": "S3CRET"],
        ["AZURE_STORAGE_CONNECTION_STRING": "AccountName=acct;AccountKey=S3CRET!"],
        ["AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": "S3CRET!"], [:],
    ])
    func whatIsThereAndNoUseIsNamedAndNotPassedOver(variables: [String: String]) throws {
        let address = try BlobAddress(Self.url)
        do {
            _ = try Credential.of(address, surroundings(variables))
            Issue.record("nothing was wrong")
        } catch {
            #expect(!error.description.contains("S3CRET"))
            #expect(error.description.contains(variables.keys.max() ?? "az login"))
        }
    }

    /// The order in which az prints a warning and what was asked for is nobody's promise.
    @Test(arguments: ["} {", "}", "{", "", "} {\"accessToken\":\"T\""])
    func whatAzPrintsInsteadOfATokenIsNone(output: String) {
        #expect {
            try words([:], az: output)
        } throws: { error in
            "\(error)".contains("gave no token; run az login")
        }
    }

    /// The host's name says whose key it is, unless it is one of the owner's own.
    @Test func aKeyAloneIsThatOfTheAccountInTheAddress() throws {
        let variables = ["AZURE_STORAGE_KEY": Self.key]
        #expect(try words(variables) == "AZURE_STORAGE_KEY of account acct")
        #expect {
            try words(variables, "https://logs.example.org/logs")
        } throws: { error in
            "\(error)".contains("set AZURE_STORAGE_ACCOUNT")
        }
        #expect(
            try words(["AZURE_STORAGE_ACCOUNT": "acct"].merging(variables) { $1 }, "https://logs.example.org/logs")
                == "AZURE_STORAGE_KEY of account acct")
    }

    @Test func anIdentityIsShownToStorageAccountsAlone() throws {
        let token = #"{"accessToken":"T","expires_on":1773300000}"#
        #expect(throws: AzureFailure.self) { try words([:], "https://logs.example.org/logs", az: token) }
        #expect(try words(["AZURE_STORAGE_SAS_TOKEN": Self.signature], "https://logs.example.org/logs").contains("SAS"))
    }

    /// The portal copies it with the question mark that an address has before it.
    @Test func aSignatureWithItsQuestionMarkIsTheSame() {
        #expect(StorageSignature("?" + Self.signature)?.query == Self.signature)
        #expect(StorageSignature(Self.signature)?.query == Self.signature)
    }
}
