import LogReading
import Model
import Testing

@Suite struct JSONLinesTests {
    @Test func aLineIsAnEvent() throws {
        let result = try read(drop("2026-03-10T07:12:41Z", "pump-1") + "\n")
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "pump-1")])
        #expect(result.rejects == [])
        #expect(result.summary.format == .jsonLines)
    }

    @Test func aLineSeenBeforeHasItsOwnTime() throws {
        let times = ["2026-03-10T07:12:41Z", "2026-03-10T09:00:00Z", "2026-03-11T00:00:00.25Z"]
        let result = try read(times.map { drop($0, "pump-1") + "\n" }.joined())
        #expect(result.events == times.map { dropEvent($0, "pump-1") })
        #expect(result.summary.lines == 3)
    }

    @Test func aByteOrderMarkCarriageReturnsAndEmptyLinesMeanNothing() throws {
        let line = drop("2026-03-10T07:12:41Z", "pump-1")
        let result = try read("\u{feff}\r\n\(line)\r\n\n  \n\(line)\r\n")
        #expect(result.events == Array(repeating: dropEvent("2026-03-10T07:12:41Z", "pump-1"), count: 2))
        #expect(result.rejects == [])
        #expect(result.summary.lines == 5)
    }

    @Test func filesWithAByteOrderMarkEachMayBePutTogether() throws {
        let (first, second) = (drop("2026-03-10T07:12:41Z", "p-1"), drop("2026-03-10T07:12:42Z", "p-2"))
        let mark = "\u{feff}"
        for text in [
            mark + first + "\n" + mark + second + "\n", mark + first + mark + second,
            mark + "[" + first + "]\n" + mark + "[" + second + "]",
            mark + "[" + first + "]" + mark + "[" + second + "]",
        ] {
            let result = try read(text)
            #expect(result.events.count == 2)
            #expect(result.rejects == [])
        }
    }

    @Test func aRecordOnALineOfFragmentsIsNotLost() throws {
        let records = (1...4).map { drop("2026-03-10T07:12:4\($0)Z", "p-1") }
        let rest = String(records[0].suffix(16))
        for first in [[rest + records[0]], [records[0], "\"" + rest + records[1]]] {
            let result = try read((first + [rest + records[2], records[3]]).joined(separator: "\n"))
            #expect(result.events.count == first.count + 2)
            #expect(result.rejects.count == 2)
        }
    }

    @Test func aCommaBeforeTheEndOfAnArrayCostsNothing() throws {
        let record = drop("2026-03-10T07:12:41Z", "p-1")
        for text in ["[\(record),]", "[\n\(record),\n\(record),\n]\n", "{\"records\":[\(record), ]}"] {
            #expect(try read(text).rejects == [])
        }
    }

    @Test func aRecordOfAnotherCategoryIsCountedAndSkipped() throws {
        let other =
            #"{"time":"2019-12-12T03:25:14Z","operationName":"endpointUnhealthy","category":"Routes","resultType":"403004"}"#
        let result = try read(other + "\n" + other + "\n")
        #expect(result.events == [])
        #expect(result.summary.records == 2)
        #expect(result.summary.otherCategories == 2)
        #expect(result.summary.rejected == 0)
    }

    @Test func anUnendedLastLineIsAnEventButNotAPlaceToGoOn() throws {
        let line = drop("2026-03-10T07:12:41Z", "pump-1")
        let result = try read(line + "\n" + line)
        #expect(result.events.count == 2)
        #expect(result.summary.resumeOffset == nil)
        #expect(result.summary.lines == 2)
    }

    @Test func aCutLastLineIsRejectedAndReadAgainWhenItHasGrown() throws {
        let first = drop("2026-03-10T07:12:41Z", "pump-1") + "\n"
        let second = drop("2026-03-10T07:13:00Z", "pump-2") + "\n"
        let before = try read(first + second.prefix(200))
        #expect(before.rejects == ["2: the record is cut short inside a text"])
        let offset = try #require(before.summary.resumeOffset)
        #expect(offset == Int64(first.utf8.count))
        #expect(before.summary.resumeLine == 1)
        let after = try read(
            Array((first + second + "!\n").utf8), from: ResumePoint(offset: offset, line: before.summary.resumeLine))
        #expect(after.events == [dropEvent("2026-03-10T07:13:00Z", "pump-2")])
        #expect(after.rejects == ["3: not JSON"])
        #expect(after.summary.lines == 2)
    }

    @Test func aWholeFileCanBeReadOnAtItsEnd() throws {
        let text = drop("2026-03-10T07:12:41Z", "pump-1") + "\n"
        let result = try read(text)
        #expect(result.summary.resumeOffset == Int64(text.utf8.count))
        #expect(result.summary.resumeLine == 1)
    }

    @Test func aTailOfZerosIsOneRejectAndNamesTheIncompleteDownload() throws {
        let line = Array((drop("2026-03-10T07:12:41Z", "pump-1") + "\n").utf8)
        for zeros in [1, 5000, 5_000_000] {
            let result = try read(line + [UInt8](repeating: 0, count: zeros))
            #expect(result.events.count == 1)
            #expect(result.rejects == ["2: NUL bytes instead of text (incomplete download?)"])
            #expect(result.summary.warnings.count == 1)
        }
    }

    @Test func aLineOfTwoMebibytesIsReadAndALongerOneIsRejectedAlone() throws {
        let line = drop("2026-03-10T07:12:41Z", "pump-1")
        let short = drop("2026-03-10T08:00:00Z", "pump-2")
        let limit = 2 << 20
        let filler = String(repeating: "x", count: limit - line.utf8.count - #","z":"""#.utf8.count)
        let longest = String(line.dropLast()) + #","z":"\#(filler)"}"#
        #expect(longest.utf8.count == limit)
        let fits = try read(longest + "\n" + short + "\n")
        #expect(fits.events.count == 2)
        #expect(fits.rejects == [])
        let tooLong = try read(longest.dropLast(2) + "xx\"}\n" + short + "\n")
        #expect(tooLong.events == [dropEvent("2026-03-10T08:00:00Z", "pump-2")])
        #expect(tooLong.rejects == ["1: longer than 2 MiB"])
    }

    @Test func aLineCutInTheMiddleOfTheFileLosesOnlyItself() throws {
        let line = drop("2026-03-10T07:12:41Z", "pump-1")
        let cut = #"{"time":"2026-03-10T07:12:41Z","category":"Connections","#
        for text in ["\(cut)\n\(line)\n\(line)\n", "\(line)\n\(cut)\n\(line)\n", "\(line)\n\(line)\n\(cut)\n"] {
            let result = try read(text)
            #expect(result.events.count == 2)
            #expect(result.rejects.count == 1)
        }
    }

    @Test func aHubUnderOtherLettersIsTheSameHub() throws {
        let upper = drop("2026-03-10T07:12:41Z", "pump-1")
        let lower = upper.replacing("PUMPS-WEU", with: "pumps-weu")
        let result = try read(upper + "\n" + lower + "\n")
        #expect(result.events == Array(repeating: dropEvent("2026-03-10T07:12:41Z", "pump-1"), count: 2))
    }

    @Test func aDeviceIdKeepsItsLettersAsTheyAre() throws {
        let escaped = #"Z\\u00e4hler \\\"1\\\" \\ud83d\\ude00"#
        let result = try read(
            drop("2026-03-10T07:12:41Z", escaped) + "\n" + drop("2026-03-10T07:12:41Z", "PUMP") + "\n")
        #expect(result.events.map { $0.split(separator: "|")[6] } == ["Zähler \"1\" 😀", "PUMP"])
    }
}
