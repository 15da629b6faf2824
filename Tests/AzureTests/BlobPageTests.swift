import Model
import Testing

@testable import Azure

/// The example of the reference of List Blobs, cut to what is read of it, with names that need care.
@Suite struct BlobPageTests {
    private static let start =
        #"<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://a.blob.core.windows.net/" ContainerName="c">"#

    private func page(_ text: String) throws -> BlobPage { try BlobPage(Array((Self.start + text).utf8)) }

    @Test func aBlobHasItsNameSizeTagAndTimes() throws {
        let page = try page(
            """
            <Prefix>a</Prefix><MaxResults>5000</MaxResults><Blobs><Blob><Name>a &amp; b/PT1H.json</Name><Properties>
            <Creation-Time>Tue, 10 Mar 2026 06:00:07 GMT</Creation-Time><Last-Modified>Tue, 10 Mar 2026 06:59:58 GMT</Last-Modified>
            <Etag>0x8DE7E2C0F6D4A3B</Etag><Content-Length>104857600</Content-Length><Content-Type>application/json</Content-Type>
            <Content-MD5 /><BlobType>AppendBlob</BlobType></Properties><OrMetadata /></Blob></Blobs><NextMarker /></EnumerationResults>
            """)
        var blob = Blob()
        blob.name = "a & b/PT1H.json"
        blob.size = 104_857_600
        blob.etag = "0x8DE7E2C0F6D4A3B"
        blob.modified = Instant(iso8601: "2026-03-10T06:59:58Z")
        blob.created = "Tue, 10 Mar 2026 06:00:07 GMT"
        blob.isAppended = true
        #expect(page.blobs == [blob])
        #expect(page.prefixes == [] && page.marker == "")
    }

    @Test func foldersAndTheNextMarkerAreKept() throws {
        let page = try page(
            "<Blobs><BlobPrefix><Name>a/</Name></BlobPrefix><BlobPrefix><Name>b/</Name></BlobPrefix></Blobs>"
                + "<NextMarker>2!92!MDAw==</NextMarker></EnumerationResults>")
        #expect(page.prefixes == ["a/", "b/"])
        #expect(page.marker == "2!92!MDAw==")
    }

    @Test func aNameThatXMLCannotHoldIsDecoded() throws {
        let page = try page(
            "<Blobs><Blob><Name Encoded=\"true\">a%EF%BF%BE.json</Name><Properties><Content-Length>1</Content-Length>"
                + "</Properties></Blob><Blob><Name>b%41.json</Name></Blob></Blobs></EnumerationResults>")
        #expect(page.blobs.map(\.name) == ["a\u{fffe}.json", "b%41.json"])
    }

    @Test(arguments: [
        "<html></html>", "<EnumerationResults>", "{}",
        "<EnumerationResults><Blobs><Blob><Name>a</Name><Properties>"
            + "<Content-Length>-1</Content-Length></Properties></Blob></Blobs></EnumerationResults>",
    ])
    func whatIsNoListIsRefused(text: String) {
        #expect(throws: XMLProblem.self) { try BlobPage(Array(text.utf8)) }
    }
}
