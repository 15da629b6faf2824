import LogReading
import Model
import Testing

private func line(category: String, operation: String = "deviceConnect") -> String {
    #"{"time":"2026-03-10T06:00:04Z","category":"\#(category)","operationName":"\#(operation)","#
        + #""properties":"{\"deviceId\":\"d\"}"}"# + "\n"
}

@Suite struct CategoryTests {
    @Test(arguments: ["Connections ", " connections", "CONNECTIONS  "])
    func blanksAroundTheCategorySayNothing(category: String) throws {
        #expect(try read(line(category: category)).events.count == 1)
    }

    @Test func blanksAroundTheOperationSayNothing() throws {
        #expect(try read(line(category: "Connections", operation: "deviceConnect ")).events.count == 1)
    }

    @Test func aConnectionUnderAnUnknownCategoryIsARejectAndNotSilence() throws {
        let result = try read(line(category: "Conections"))
        #expect(
            result.rejects == [
                "1: a connect or disconnect under an unknown category: the category is misspelled, or the fields are shifted"
            ])
    }

    @Test func oneUnderAnotherCategoryOfHubsIsOfThat() throws {
        #expect(try read(line(category: "Routes")).summary.otherCategories == 1)
    }

    @Test func aRowOfAnotherCategoryWithoutATimeIsAReject() throws {
        let result = try read(
            "TimeGenerated,Category,OperationName,DeviceId\n2026-03-10T06:00:04Z,Routes,x,d\nRoutes,x,d,2026-03-10\n")
        #expect(result.summary.otherCategories == 1)
        #expect(result.rejects.map { $0.hasPrefix("3: unrecognized timestamp format") } == [true])
        #expect(result.rejects.first?.hasSuffix("; found \"Routes\" in TimeGenerated") == true)
    }
}
