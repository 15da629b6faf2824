import HTTP
import Testing

@testable import Azure

/// Against what azure-storage-blob 12.31.1 signs (`SharedKeyCredentialPolicy`) with the same key, time and address.
@Suite struct SharedKeyTests {
    private static let fields: HTTPFields = [
        "x-ms-version": "2021-12-02", "x-ms-date": "Tue, 10 Mar 2026 07:12:41 GMT",
    ]

    private func authorization(
        _ url: String, _ path: String, _ query: [(String, String)] = [],
        _ change: (inout HTTPRequest) -> Void = { _ in }
    ) throws -> String {
        let key = try #require(SharedKey(account: "acct", key: "YSBrZXkgdGhhdCBpcyB1c2VkIGJ5IG5vYm9keSBlbHNl"))
        var request = HTTPRequest(.get, url)
        request.fields = Self.fields
        change(&request)
        return key.authorization(of: request, path: path, query: query)
    }

    @Test func aListIsSignedWithItsQuestion() throws {
        let query = [("restype", "container"), ("comp", "list"), ("prefix", "a/b c"), ("marker", "2!x==")]
        #expect(
            try authorization("https://acct.blob.core.windows.net/logs", "/logs", query)
                == "SharedKey acct:nIHssSwPs2SE14clYsnnyAOHaVFRvURNWa6Pxr/W6rg=")
    }

    @Test func aRangeIsSignedWithItsConditions() throws {
        let path = try BlobAddress("https://acct.blob.core.windows.net/logs").path(of: "a b/y=2026/PT1H.json")
        #expect(path == "/logs/a%20b/y=2026/PT1H.json")
        let signed = try authorization("https://acct.blob.core.windows.net" + path, path) { request in
            request.fields.add("x-ms-range", "bytes=0-4194303")
            request.fields.add("If-Match", "\"0x8DE\"")
        }
        #expect(signed == "SharedKey acct:W0DBjp93Ba/p+CHqIZyaYD1qu0fIt5Vy8PmCGfbCukY=")
    }

    @Test func anAccountInThePathIsSignedTwice() throws {
        let address = try BlobAddress("http://127.0.0.1:10000/acct/logs")
        #expect(
            try authorization(address.address(of: "x.json"), address.path(of: "x.json"))
                == "SharedKey acct:zFXHNP52m+on2fzcsOPUMkmM8iABUcVdRyQN6LAP7+0=")
    }

    @Test(arguments: ["", "no base64!"])
    func whatIsNoKeySignsNothing(key: String) {
        #expect(SharedKey(account: "acct", key: key) == nil)
    }
}
