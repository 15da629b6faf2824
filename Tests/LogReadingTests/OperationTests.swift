import LogReading
import Model
import Testing

private func record(_ operation: String, _ more: String = "") -> String {
    #"{"time":"2026-03-10T06:00:04Z","category":"Connections","operationName":"\#(operation)","#
        + #""properties":"{\"deviceId\":\"gw\",\"moduleId\":\"$edgeHub\"}"\#(more)}"# + "\n"
}

@Suite struct OperationTests {
    @Test(arguments: [
        ("deviceConnect", "deviceConnect"), ("deviceconnect", "deviceConnect"), ("moduleConnect", "deviceConnect"),
        ("MODULEDISCONNECT", "deviceDisconnect"), ("moduleDisconnect", "deviceDisconnect"),
    ])
    func anOperationSaysWhetherSomethingConnectsOrDisconnects(name: String, meaning: String) throws {
        let result = try read(record(name))
        #expect(result.events.map { $0.split(separator: "|")[1] } == [meaning[...]])
        #expect(result.rejects == [])
    }

    @Test func anOperationThatNobodyKnowsIsCountedByItsName() throws {
        let text = record("deviceFly") + record("deviceConnect") + record("deviceFly") + record("deviceSwim")
        let result = try read(text)
        #expect(result.summary.otherOperations == ["deviceFly": 2, "deviceSwim": 1])
        #expect(result.summary.records == 4)
        #expect(result.events.count == 1)
        #expect(result.rejects == [])
    }

    @Test func namesOfOperationsAreFewAndShort() throws {
        let names = (0..<100).map { "operation" + String(repeating: "x", count: 900) + "\($0)" }
        let counts = try read((names + (0..<100).map { "o\($0)" }).map { record($0) }.joined()).summary.otherOperations
        #expect(counts.count <= 21)
        #expect(counts.values.reduce(0, +) == 200)
        #expect(counts.keys.allSatisfy { $0.utf8.count <= 128 })
    }

    @Test(arguments: [
        (#""Info""#, "Information"), (#""Informational""#, "Information"), (#""4""#, "Information"),
        ("4", "Information"),
        (#""Warning""#, "Warning"), (#""warn""#, "Warning"), ("3", "Warning"), (#""Err""#, "Error"), ("2", "Error"),
        (#""Critical""#, "Critical"), ("1", "Critical"),
    ])
    func aLevelIsAWordOrANumber(written: String, level: String) throws {
        let result = try read(record("deviceConnect", ",\"level\":\(written)"))
        #expect(result.events.map { $0.split(separator: "|")[2] } == [level[...]])
    }
}
