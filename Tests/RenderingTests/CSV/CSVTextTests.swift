import Model
import Testing

@testable import Rendering

@Suite struct CSVTextTests {
    private func rendered(_ fields: String...) -> String {
        var csv = CSVText()
        csv.row(fields)
        return String(decoding: csv.bytes, as: UTF8.self)
    }

    @Test func quotesOnlyWhatNeedsQuotes() {
        #expect(
            rendered("a", "b,c", "say \"x\"", "two\nlines", "a\rb")
                == "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\"a\rb\"\n")
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@sum", "\tx", "＝1", "＠x", "'＋1", "'=x", "''"])
    func whatASpreadsheetWouldRunGetsAnApostrophe(text: String) {
        #expect(rendered(text) == "'" + text + "\n")
    }

    @Test func aLineFeedInFrontIsGuardedInsideTheQuotes() {
        #expect(rendered("\n=1") == "\"'\n=1\"\n")
    }

    @Test func anApostropheThatMeansNothingElseStaysAlone() {
        #expect(rendered("'quoted'") == "'quoted'\n")
    }

    @Test func timesAreISO8601InUTCAndEmptyWhenOpen() {
        var csv = CSVText()
        for instant in [Instant(seconds: 1_773_094_361), Instant(seconds: 0), Instant(ticks: 5_000_000), nil] {
            csv.field(instant)
        }
        csv.endRow()
        #expect(
            String(decoding: csv.bytes, as: UTF8.self)
                == "2026-03-09T22:12:41Z,1970-01-01T00:00:00Z,1970-01-01T00:00:00.5Z,\n")
    }

    @Test func numbersAreWrittenInFull() {
        var csv = CSVText()
        for number in [0, 9, 10, 1050, .max, -7] as [Int64] { csv.field(number) }
        csv.endRow()
        #expect(String(decoding: csv.bytes, as: UTF8.self) == "0,9,10,1050,9223372036854775807,-7\n")
    }

    @Test(arguments: ["plain", "", "a,b", "=1", "-\"x\""])
    func aPreparedTextIsWrittenAsTheTextItself(text: String) {
        var csv = CSVText()
        csv.fields(PreparedFields([text]), 0)
        csv.field(text)
        csv.endRow()
        let own = rendered(text).dropLast()
        #expect(String(decoding: csv.bytes, as: UTF8.self) == "\(own),\(own)\n")
    }

    @Test func preparedNeighboursStandAsFieldsOfTheirOwn() {
        var prepared = PreparedFields(["first"])
        prepared.append(["a,b", "", "=1"])
        prepared.append(["last"])
        var csv = CSVText()
        for number in [2, 1, 0] { csv.fields(prepared, number) }
        csv.endRow()
        #expect(String(decoding: csv.bytes, as: UTF8.self) == "last,\"a,b\",,'=1,first\n")
    }

    @Test func timesOfDifferentDaysKeepTheirOwnDate() {
        var csv = CSVText()
        for seconds in [-1, 86_399, 86_400, 86_399] as [Int64] { csv.field(Instant(seconds: seconds)) }
        csv.endRow()
        #expect(
            String(decoding: csv.bytes, as: UTF8.self)
                == "1969-12-31T23:59:59Z,1970-01-01T23:59:59Z,1970-01-02T00:00:00Z,1970-01-01T23:59:59Z\n")
    }
}
