import Foundation
import LogReading
import Model
import Testing

private let first = drop("2026-03-10T07:12:41Z", "p-1")
private let second = drop("2026-03-10T07:12:42Z", "p-2")
private let both = [dropEvent("2026-03-10T07:12:41Z", "p-1"), dropEvent("2026-03-10T07:12:42Z", "p-2")]

@Suite struct Base64LinesTests {
    @Test(arguments: [
        "{\"records\":[\(first),\(second)]}", "{ \"records\" : [\n \(first),\r\n \(second)\n]\n}\n",
        "\u{feff}[\(first),\(second)]", "\(first)\n\(second)\n", "{\"message\":\(json(first))}{\"b\":\(second)}",
    ])
    func aLineOfBase64IsTheBodyThatItStandsFor(body: String) throws {
        for line in [
            base64(body), base64(body).replacing("+", with: "-").replacing("/", with: "_"), base64(body) + "\r",
        ] {
            for lines in [line, line.replacing("=", with: "") + "\n"] {
                let result = try read(lines)
                #expect(result.events == both)
                #expect(result.rejects == [])
                #expect(result.summary.lines == 1)
            }
        }
    }

    @Test func otherLinesStayAsTheyAreAndLinesKeepTheirNumbers() throws {
        let wrapped = base64("{\n\"records\":[\n\(first)\n]}")
        let result = try read(
            [wrapped, "eyJ!", second, "", base64("just words, but of some length"), wrapped].joined(separator: "\n"))
        #expect(result.events == [both[0], both[1], both[0]])
        #expect(result.rejects.map { $0.prefix(2) } == ["2:", "5:"])
    }

    @Test(arguments: [
        String(first.dropLast(1)), String(first.dropLast(30)),
        "{\"records\":[\(first)",
    ])
    func aCutBodyIsOneRejectAndCostsNoOther(cut: String) throws {
        let good = base64("{\"records\":[\(second)]}")
        let result = try read([good, base64(cut), good, good].joined(separator: "\n"))
        #expect(result.events.filter { $0 == both[1] }.count == 3)
        #expect(result.rejects.count == 1)
        #expect(result.rejects.allSatisfy { $0.hasPrefix("2:") })
    }

    @Test func aLineLongerThanMemoryIsOneRejectAndCostsNoOther() throws {
        let long = base64("{\"records\":[" + Array(repeating: first, count: 6000).joined(separator: ",") + "]}")
        let result = try read([base64(first), long, base64(second)].joined(separator: "\n"))
        #expect(result.events == both)
        #expect(result.rejects.map { $0.prefix(2) } == ["2:"])
    }
}
