import Model
import Testing

@testable import Delivery

@Suite struct MailValuesTests {
    @Test(arguments: [
        "", "ops", "@example.org", "ops@", "a b@example.org", "a@b@c", "a@exa_mple.org", "a@-example.org",
        "a..b@example.org",
        "ops@example.org\r\nBcc: x@y.z", "Ops <ops@example.org", "-oX@example.org", "ä@example.org", "a@bücher.example",
        "\"a b\"@example.org", "a@[127.0.0.1]",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(throws: MailError.address(text)) { _ = try MailAddress(text) }
    }

    @Test func anAddressMayHaveAName() throws {
        let address = try MailAddress("\"Night shift\" <ops+hub@example.org>")
        #expect(address.name == "Night shift")
        #expect(address.address == "ops+hub@example.org")
    }

    @Test(arguments: ["Subject", "bcc", "Content-Type", "", "X Y", "X:", "X\r\nBcc", "X-Ä"])
    func aHeaderThatIsNotAdditionalIsRefused(name: String) {
        #expect(throws: MailError.headerName(name)) { _ = try MailHeader(name, "x") }
    }

    @Test(arguments: ["html", "text/", "text/html; x=y", "text/html\r\nX: y", "a/b/c"])
    func whatIsNoMediaTypeIsRefused(type: String) {
        #expect(throws: MailError.mediaType(type)) { _ = try MailAttachment(name: "a", mediaType: type, bytes: []) }
    }

    @Test func idsOfDifferentWordsDiffer() throws {
        let one = try MessageID(["a.b", "c"], domain: "x.example").description
        let other = try MessageID(["a", "b.c"], domain: "x.example").description
        #expect(one == "<a=2Eb.c@x.example>")
        #expect(other == "<a.b=2Ec@x.example>")
    }

    @Test func anIdIsBounded() throws {
        let id = try MessageID(
            [String(repeating: "a", count: 110), String(repeating: "b", count: 110)], domain: "x.example")
        #expect(id.description.utf8.count < 200)
    }

    @Test func anIdNeedsADomain() {
        #expect(throws: MailError.domain("ops example")) { _ = try MessageID(["a"], domain: "ops example") }
    }

    @Test func theDaysOfAnIncidentReferToOneRoot() throws {
        let first = try MailIdentity(of: ["h", "2026-03-14"], revision: 1, incidents: ["K7"], domain: "x.example")
        let second = try MailIdentity(of: ["h", "2026-03-15"], revision: 2, incidents: ["K7"], domain: "x.example")
        #expect(first.references.map(\.description) == ["<incident.K7@x.example>"])
        #expect(
            second.references.map(\.description) == ["<incident.K7@x.example>", "<h.2026-03-15.r1@x.example>"])
    }

    /// `date -ud @SECONDS -R`.
    @Test(arguments: [
        (Int64(0), "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
    ])
    func aDateIsWrittenInUTC(seconds: Int64, text: String) {
        #expect(mailDate(Instant(seconds: seconds)) == text)
    }
}

@Suite struct TransferEncodingTests {
    @Test(arguments: [
        ("a=b", "a=3Db\r\n"), ("end \n", "end=20\r\n"), ("é", "=C3=A9\r\n"), (".", "=2E\r\n"), ("a.b", "a.b\r\n"),
        ("From me\n>From", "=46rom me\r\n>From\r\n"), ("From", "From\r\n"), ("a\r\nb\rc\nd", "a\r\nb\r\nc\r\nd\r\n"),
        ("\n\n", "\r\n\r\n"),
        ("tab\there", "tab\there\r\n"), ("tab\t", "tab=09\r\n"), ("a\u{7}b", "a=EF=BF=BDb\r\n"), ("", ""),
    ])
    func textIsWrittenInSevenBits(text: String, encoded: String) {
        #expect(String(decoding: TransferEncoding.quotedPrintable(text), as: UTF8.self) == encoded)
    }

    @Test func aLongLineIsBrokenSoftlyAt76() {
        let encoded = String(
            decoding: TransferEncoding.quotedPrintable(String(repeating: "x", count: 160)), as: UTF8.self)
        let x75 = String(repeating: "x", count: 75)
        #expect(encoded == x75 + "=\r\n" + x75 + "=\r\n" + String(repeating: "x", count: 10) + "\r\n")
    }

    @Test func aDotNeverBeginsALine() {
        for length in 70...80 {
            let text = String(repeating: "x", count: length) + ".."
            #expect(!String(decoding: TransferEncoding.quotedPrintable(text), as: UTF8.self).contains("\r\n."))
        }
    }
}
