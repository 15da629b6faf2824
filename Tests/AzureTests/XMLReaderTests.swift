import Testing

@testable import Azure

@Suite struct XMLReaderTests {
    private func events(_ text: String) throws -> [XMLReader.Event] {
        var reader = XMLReader(Array(text.utf8))
        var events: [XMLReader.Event] = []
        while let event = try reader.next() { events.append(event) }
        return events
    }

    @Test func elementsAttributesAndTextComeInTheirOrder() throws {
        let text =
            "\u{feff}<?xml version=\"1.0\"?>\n<a b=\"1\" c='&quot;2&quot;'><!-- < & -->x&lt;&#x41;&#66;é<d/></a>\n"
        #expect(
            try events(text) == [
                .start("a", attributes: ["b": "1", "c": "\"2\""]), .text("x<ABé"), .start("d", attributes: [:]),
                .end("d"), .end("a"),
            ])
    }

    @Test(arguments: [
        "", " ", "x", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "</a>", "<a", "<a b>", "<a b=c/>", "<a b=\"1\" b=\"2\"/>",
        "<a b=\"1\"c=\"2\"/>",
        "<a>&nbsp;</a>", "<a>&#xD800;</a>", "<a>& </a>", "<a b=\"<\"/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<a><![CDATA[x]]></a>", "<a><!-- </a>",
    ])
    func whatIsNotWellFormedOrDeclaresEntitiesIsRefused(text: String) {
        #expect(throws: XMLProblem.self) { try events(text) }
    }

    @Test func elementsWithinEachOtherAreBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try events(nested(32)).count == 64)
        #expect(throws: XMLProblem.self) { try events(nested(33)) }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: XMLProblem.self) {
            var reader = XMLReader(Array("<a>".utf8) + [0xff] + Array("</a>".utf8))
            while try reader.next() != nil {}
        }
    }
}
