import Testing

@testable import Rendering

@Suite struct UnbrokenNumbersTests {
    /// `~` is the narrow space at which no line ends.
    @Test(arguments: [
        ("away for 45 s", "away for 45~s"), ("12 min 05 s", "12~min~05~s"), ("<b>34 %</b>", "<b>34~%</b>"),
        ("2 d 4 h, 3 h", "2~d~4~h, 3~h"), ("1.5 device-hours lost", "1.5~device-hours lost"),
        ("12 devices in 3 minutes", "12 devices in 3 minutes"), ("2 sites", "2 sites"), ("id-5 h5", "id-5 h5"),
        ("min 05 s", "min 05~s"), ("9 min 3 devices", "9~min 3 devices"), ("5 ", "5 "), ("5 %", "5~%"),
    ])
    func aNumberKeepsItsUnit(text: String, page: String) {
        #expect(UnbrokenNumbers.html(text) == page.replacing("~", with: "\u{202F}"))
    }

    @Test(arguments: [
        "<pre>sleep 5 s</pre>", "<code class=\"x\">5 s</code>", "<style>a { margin: 0 5 % }</style>",
        "<svg aria-label=\"down 5 s\"><path d=\"M1 5 h3\"/></svg>", "<pre><b>1 s</b> 2 s</pre>", "a < 5", "<",
    ])
    func commandsAndTagsStayAsTheyAre(page: String) {
        #expect(UnbrokenNumbers.html(page) == page)
    }

    @Test func textBehindACommandIsTextAgain() {
        #expect(UnbrokenNumbers.html("<code>5 s</code> 5 s") == "<code>5 s</code> 5\u{202F}s")
    }

    @Test func aPageHasThemAndMarkdownHasNot() throws {
        let report = ExampleDay.report()
        #expect(try Renderer().html(report).contains("\u{202F}%"))
        #expect(try !Renderer().markdown(report).contains("\u{202F}"))
        #expect(try !Renderer().summaryText(report).contains("\u{202F}"))
        #expect(try !Renderer().mail(report, attachments: []).plain.contains("\u{202F}"))
    }
}
