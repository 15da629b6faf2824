import Foundation
import Model
import Testing

@testable import Delivery

@Suite struct MailMessageTests {
    @Test func theSmallestMessageIsWrittenThus() throws {
        let message = String(decoding: try sampleMessage().encoded(), as: UTF8.self)
        #expect(
            message
                == """
                From: hubdrops <reports@ops.example>
                To: night@ops.example
                Subject: [hubdrops] contoso-prod 2026-03-14: WORSE
                Date: Sun, 15 Mar 2026 06:31:07 +0000
                Message-ID: <contoso-prod.2026-03-14.r1@ops.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset="utf-8"
                Content-Transfer-Encoding: quoted-printable

                Worse than yesterday.

                """.replacingOccurrences(of: "\n", with: "\r\n"))
    }

    @Test func theSameValuesGiveTheSameOctets() throws {
        var message = try sampleMessage()
        message.html = "<p>Worse</p>"
        message.attachments = [try MailAttachment(name: "r.html", mediaType: "text/html", bytes: [1, 2, 3])]
        #expect(message.encoded() == message.encoded())
    }

    @Test func bccStandsInNoHeader() throws {
        var message = try sampleMessage()
        message.bcc = [try MailAddress("boss@ops.example")]
        #expect(!String(decoding: message.encoded(), as: UTF8.self).contains("boss"))
        #expect(message.recipients == ["night@ops.example", "boss@ops.example"])
        #expect(message.blindRecipients == ["boss@ops.example"])
    }

    @Test func aRecipientNamedTwiceGetsOneCopy() throws {
        var message = try sampleMessage()
        message.cc = [try MailAddress("night@OPS.example"), try MailAddress("day@ops.example")]
        message.bcc = [try MailAddress("day@ops.example")]
        #expect(message.recipients == ["night@ops.example", "day@ops.example"])
        #expect(message.blindRecipients == [])
    }

    @Test func aReissueAnswersTheFirstRevision() throws {
        let lines = String(decoding: try sampleMessage(revision: 3).encoded(), as: UTF8.self)
        #expect(lines.contains("\r\nSubject: Re: [hubdrops] contoso-prod"))
        #expect(lines.contains("\r\nMessage-ID: <contoso-prod.2026-03-14.r3@ops.example>\r\n"))
        #expect(lines.contains("\r\nIn-Reply-To: <contoso-prod.2026-03-14.r1@ops.example>\r\n"))
        #expect(lines.contains("\r\nReferences: <contoso-prod.2026-03-14.r1@ops.example>\r\n"))
    }

    @Test(arguments: hostileTexts.indices)
    func noTextBreaksTheLinesOfAMessage(number: Int) throws {
        let text = hostileTexts[number]
        #expect(rawFaults(try hostile(text).encoded()) == [])
    }

    @Test(arguments: hostileTexts.indices)
    func noTextAddsAHeader(number: Int) throws {
        let text = hostileTexts[number]
        let message = String(decoding: try hostile(text).encoded(), as: UTF8.self)
        let head = message.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
        let names = head.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "From", "To", "Subject", "Date", "Message-ID", "References", "X-Note", "MIME-Version", "Content-Type",
            ])
    }

    /// A message with the text in every place that takes text.
    private func hostile(_ text: String) throws -> MailMessage {
        var message = try sampleMessage(subject: text)
        message.from = try MailAddress(name: text, address: "reports@ops.example")
        message.identity = try MailIdentity(of: [text, "x"], revision: 1, incidents: [text], domain: "ops.example")
        message.headers = [try MailHeader("X-Note", text)]
        message.text = text
        message.html = text
        message.attachments = [try MailAttachment(name: text, mediaType: "text/csv", bytes: Array(text.utf8))]
        return message
    }

    @Test func pythonReadsEveryTextBack() throws {
        for (text, read) in zip(hostileTexts, try PythonReader.read(try hostileTexts.map { try hostile($0).encoded() }))
        {
            let about = Comment(rawValue: String(text.debugDescription.prefix(60)))
            #expect(read.defects == [], about)
            #expect(read.structure == "multipart/mixed(multipart/alternative(text/plain text/html) text/csv)", about)
            let line = plainLine(text, longest: 1000).trimmed()
            #expect(read.header("Subject") == [line], about)
            #expect(read.header("X-Note") == [line], about)
            let name = plainLine(text, longest: 200).trimmed()
            #expect(read.parts.map(\.filename) == [nil, nil, name.isEmpty ? "unnamed" : name], about)
            let lines = text.replacing("\r\n", with: "\n")
            let body = lines.replacing("\r", with: "\n").replacing("\0", with: "\u{FFFD}")
            #expect(read.parts[0].content == (body.isEmpty || body.hasSuffix("\n") ? body : body + "\n"), about)
            #expect(read.parts[1].content == read.parts[0].content, about)
            #expect(read.parts[2].content.replacing("\r\n", with: "\n") == lines, about)
        }
    }

    @Test func pythonReadsAddressesAndAttachmentsBack() throws {
        var message = try sampleMessage()
        message.from = try MailAddress("Bericht, \"Nacht\" <reports@ops.example>")
        message.to = try ["Jürgen Größe <j@ops.example>", "b@ops.example", "Ann O'Neil (ops) <c@ops.example>"].map {
            try MailAddress($0)
        }
        message.cc = try (0..<20).map { try MailAddress("person-\($0)@subdomain.ops.example") }
        message.html = "<p>Grüße</p>"
        message.attachments = [
            try MailAttachment(name: "drops.csv.gz", mediaType: "application/gzip", bytes: Array(0...255)),
            try MailAttachment(name: "Übersicht €.html", mediaType: "text/html", bytes: Array("<p>é</p>".utf8)),
        ]
        let read = try PythonReader.read(message.encoded())
        #expect(read.defects == [])
        #expect(read.header("From") == ["\"Bericht, \\\"Nacht\\\"\" <reports@ops.example>"])
        #expect(
            read.header("To") == [
                "Jürgen Größe <j@ops.example>, b@ops.example, \"Ann O'Neil (ops)\" <c@ops.example>"
            ])
        #expect(read.header("Cc")[0].components(separatedBy: ", ").count == 20)
        #expect(read.parts.map(\.filename) == [nil, nil, "drops.csv.gz", "Übersicht €.html"])
        // python3 -c 'import hashlib; print(hashlib.sha256(bytes(range(256))).hexdigest())'
        #expect(read.parts[2].content == "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880")
        #expect(read.parts[3].content == "<p>é</p>")
        #expect(rawFaults(message.encoded()) == [])
    }

    /// RFC 2047, section 2: a line with an encoded word has at most 76 characters, so no header line has more.
    @Test(arguments: [(37, [76]), (38, [38, 39])])
    func aHeaderLineIsFoldedBehind76Characters(length: Int, lines: [Int]) {
        var header = HeaderWriter()
        header.line("To", tokens: [String(repeating: "a", count: 34), String(repeating: "b", count: length)])
        #expect(header.text.components(separatedBy: "\r\n").dropLast().map(\.utf8.count) == lines)
    }

    @Test func aBackslashInADisplayNameIsQuoted() throws {
        var header = HeaderWriter()
        header.addresses("To", [try MailAddress(name: #"Night\shift"#, address: "n@ops.example")])
        #expect(header.text == #"To: "Night\\shift" <n@ops.example>"# + "\r\n")
    }

    @Test func aMessageWithoutVisibleRecipientsSaysSo() throws {
        var message = try sampleMessage()
        message.to = []
        message.bcc = [try MailAddress("boss@ops.example")]
        let read = try PythonReader.read(message.encoded())
        #expect(read.defects == [])
        #expect(read.header("To") == ["undisclosed-recipients:;"])
    }
}
