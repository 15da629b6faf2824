import Testing

@testable import Azure

@Suite struct BlobAddressTests {
    @Test(arguments: [
        ("https://acct.blob.core.windows.net/insights-logs-connections", "acct", "insights-logs-connections", ""),
        ("https://ACCT.blob.core.windows.net/logs/", "acct", "logs", ""),
        (
            "https://acct.blob.core.usgovcloudapi.net/logs/resourceId=/a%20b/y=2026", "acct", "logs",
            "resourceId=/a b/y=2026"
        ),
        ("https://acct.z01.blob.storage.azure.net/$root/x", "acct", "$root", "x"),
        ("http://127.0.0.1:10000/devstoreaccount1/logs/a/b", "devstoreaccount1", "logs", "a/b"),
        ("https://10.0.0.4/acct/logs", "acct", "logs", ""),
        ("https://acct-secondary.blob.core.windows.net/logs", "acct", "logs", ""),
        ("https://logs.example.org/logs", nil, "logs", ""),
    ])
    func anAddressNamesAccountContainerAndPrefix(text: String, account: String?, container: String, prefix: String)
        throws
    {
        let address = try BlobAddress(text)
        #expect(address.account == account)
        #expect(address.container == container)
        #expect(address.prefix == prefix)
    }

    @Test func aBlobHasTheSameAddressHoweverTheContainerWasWritten() throws {
        let long = try BlobAddress("https://ACCT.blob.core.windows.net/logs/res%6Furce")
        let short = try BlobAddress("https://acct.blob.core.windows.net/logs")
        #expect(long.address(of: "a b/c%.json") == "https://acct.blob.core.windows.net/logs/a%20b/c%25.json")
        #expect(short.address(of: "a b/c%.json") == long.address(of: "a b/c%.json"))
    }

    @Test func aPlaceIsShownWithItsEndOpenSoThatNoBlobHasItsName() throws {
        #expect(
            try BlobAddress("https://a.blob.core.windows.net/logs").shown == "https://a.blob.core.windows.net/logs/")
        #expect(
            try BlobAddress("https://a.blob.core.windows.net/logs/resourceId=").shown
                == "https://a.blob.core.windows.net/logs/resourceId=*")
        #expect(
            try BlobAddress("https://a.blob.core.windows.net/logs").address(of: "x*")
                == "https://a.blob.core.windows.net/logs/x%2A")
    }

    @Test(arguments: [
        ("http://acct.blob.core.windows.net/logs", "https://"), ("http://169.254.1.2/acct/logs", "https://"),
        ("https://acct.blob.core.windows.net", "names no container"),
        ("https://acct.blob.core.windows.net/Logs", "names no container"),
        ("https://acct.dfs.core.windows.net/logs", ".blob."),
        ("https://user:word@acct.blob.core.windows.net/logs", "https://acct.blob.core.windows.net/logs: "),
        ("https://acct.blob.core.windows.net/logs/a b", "percent-encoded"),
        ("https://acct.blob.core.windows.net/logs/%zz", "percent sign"),
        ("https://acct.blob.core.windows.net/logs?sv=2026-10-06&se=2026", "signature"),
        ("https:", "https://"),
        ("https://", "https://"),
    ])
    func whatIsNoAddressIsRefusedWithWhatToDo(text: String, words: String) {
        #expect {
            try BlobAddress(text)
        } throws: { error in
            "\(error)".contains(words)
        }
    }

    @Test func theSignatureIsShownNowhere() throws {
        let text = "https://acct.blob.core.windows.net/Logs?sv=2026-10-06&sig=S3CRET"
        #expect(BlobAddress.shown(text) == "https://acct.blob.core.windows.net/Logs")
        #expect {
            try BlobAddress(text)
        } throws: { error in
            !"\(error)".contains("S3CRET")
        }
        let address = try BlobAddress("https://acct.blob.core.windows.net/logs/a?sv=2026-10-06&sig=S3CRET")
        #expect(address.signature == "sv=2026-10-06&sig=S3CRET")
        #expect(!(address.shown + address.base + address.address(of: "b")).contains("S3CRET"))
    }

    @Test(arguments: [("logs/a?b.json", false), ("https:/a", false), ("HTTPS://a/b", true), ("http://a/b", true)])
    func aPathIsNoAddress(text: String, isOne: Bool) {
        #expect(BlobAddress.isAddress(text) == isOne)
        if !isOne { #expect(BlobAddress.shown(text) == text) }
    }
}
