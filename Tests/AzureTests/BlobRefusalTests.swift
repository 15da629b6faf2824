import HTTP
import Model
import Testing

@testable import Azure

@Suite struct BlobRefusalTests {
    private static let now = Instant(seconds: 1_773_210_600)

    private func words(_ status: Int, _ code: String, ends: String = "2027-01-01T00%3A00%3A00Z") throws -> String {
        let signature = try #require(StorageSignature("sv=2026-10-06&se=\(ends)&sig=S3CRET"))
        var head = HTTPHead(status: status)
        head.fields.add("x-ms-error-code", code)
        let credential = Credential(kind: .signature(signature), words: "AZURE_STORAGE_SAS_TOKEN")
        return BlobRefusal(head, credential).failure(of: "https://a/b", now: Self.now).description
    }

    @Test(arguments: [
        (403, "AuthenticationFailed", "AZURE_STORAGE_SAS_TOKEN is not accepted"),
        (403, "AuthorizationPermissionMismatch", "sp=rl"),
        (404, "BlobNotFound", "is gone"), (404, "ContainerNotFound", "no such container"),
        (409, "BlobArchived", "is archived"),
        (412, "ConditionNotMet", "was replaced"), (416, "InvalidRange", "shorter"),
        (503, "ServerBusy", "next run tries again"),
        (302, "", "sends elsewhere"), (400, "InvalidQueryParameterValue", "check the address"),
    ])
    func everyRefusalSaysWhatItMeans(status: Int, code: String, part: String) throws {
        let words = try words(status, code)
        #expect(words.contains(part), "\(words)")
        #expect(words.hasPrefix("https://a/b: "))
        #expect(words.hasSuffix("(HTTP \(status)\(code.isEmpty ? "" : " " + code))"))
        #expect(!words.contains("S3CRET"))
    }

    @Test func aSignatureThatIsOverIsCalledSo() throws {
        #expect(
            try words(403, "AuthenticationFailed", ends: "2026-03-11T00%3A00%3A00Z").contains(
                "the SAS ended at 2026-03-11T00:00:00Z"))
    }

    @Test func anErrorCodeThatIsNoneIsNotShown() throws {
        #expect(try words(403, "sig=S3CRET").hasSuffix("(HTTP 403)"))
    }
}
