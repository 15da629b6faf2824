import LogReading
import Model
import Testing

/// Records that Azure wrote and somebody published; the place stands with each.
@Suite struct RealRecordTests {
    /// MicrosoftDocs/learn, module "explore-iot-hub-monitoring", exercise "review metrics, alerts and archive".
    @Test func theStorageExportOfATrainingLab() throws {
        let lines = #"""
            {"time":"2023-09-21T22:16:00Z","resourceId":"/SUBSCRIPTIONS/AE82FF3B-4BD0-462B-8449-D713DD18E11E/RESOURCEGROUPS/SandboxResourceGroup/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/IOT-TRAINING-DM092121","operationName":"deviceConnect","category":"Connections","level":"Information","properties":"{\"deviceId\":\"sensor-th-2001\",\"sdkVersion\":\".NET/1.38.0 (.NET Core 3.1.19; Microsoft Windows 10.0.22000 WindowsProduct:0x00000030; X64; {FF88E933-1C12-457D-A098-A5093B53FBA2})\",\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"24.9.142.XXX\",\"statusCode\":null,\"errorMessage\":\"\"}","location":"centralus"}
            {"time":"2023-09-21T22:33:34Z","resourceId":"/SUBSCRIPTIONS/AE82FF3B-4BD0-462B-8449-D713DD18E11E/RESOURCEGROUPS/SandboxResourceGroup/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/IOT-TRAINING-DM092121","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\"deviceId\":\"sensor-th-2001\",\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"24.9.142.XXX\",\"statusCode\":\"404\",\"errorMessage\":\"Device disconnected, see cause and resolution at https://aka.ms/iothub404104\"}","location":"centralus"}
            """#
        let hub = "iot-training-dm092121"
        let sdk =
            ".NET/1.38.0 (.NET Core 3.1.19; Microsoft Windows 10.0.22000 WindowsProduct:0x00000030; X64; "
            + "{FF88E933-1C12-457D-A098-A5093B53FBA2})"
        #expect(
            try read(lines).events == [
                "2023-09-21T22:16:00Z|\(hub)|deviceConnect|Information|||sensor-th-2001|\(sdk)|Mqtt||24.9.142.XXX",
                "2023-09-21T22:33:34Z|\(hub)|deviceDisconnect|Error|404104|DeviceConnectionClosedRemotely|sensor-th-2001"
                    + "||Mqtt||24.9.142.XXX",
            ])
    }

    /// MicrosoftLearning/AZ-220, LAB_AK_17 (December 2019): the properties of an AMQP connect.
    @Test func theAuthenticationOfAnAmqpConnectIsAJSONTextInsideTwoOthers() throws {
        let properties =
            #""{\"deviceId\":\"asset-track9\",\"protocol\":\"Amqp\",\"authType\":\"{\\\"scope\\\":\\\"device\\\",\\\"type\\\":\\\"x509Certificate\\\",\\\"issuer\\\":\\\"external\\\",\\\"acceptingIpFilterRule\\\":null}\",\"maskedIpAddress\":\"67.176.115.XXX\",\"statusCode\":null}""#
        let record = SampleRecord(
            time: "2019-12-16T14:37:29Z", operation: "deviceConnect", level: "Information", properties: "")
        let authentication =
            #"{"scope":"device","type":"x509Certificate","issuer":"external","acceptingIpFilterRule":null}"#
        #expect(
            try read(record.line(properties: properties)).events == [
                "2019-12-16T14:37:29Z|pumps-weu|deviceConnect|Information|||asset-track9||Amqp|\(authentication)|67.176.115.XXX"
            ])
    }

    /// The operations monitoring of 2016, from a public workshop: flat, seven digits of fraction, not in order.
    @Test func theFlatRecordsOf2016() throws {
        let lines = #"""
            {"protocol":"Amqp","authType":"{ \"scope\": \"device\", \"type\": \"sas\", \"issuer\": \"iothub\" }","time":"2016-11-07T22:10:28.5889858Z","operationName":"deviceConnect","category":"Connections","level":"Information","deviceId":"DummyDevice"}
            {"protocol":"Amqp","time":"2016-11-07T22:10:43.1931939Z","operationName":"deviceDisconnect","category":"Connections","level":"Information","deviceId":"DummyDevice"}
            """#
        #expect(
            try read(lines).events == [
                "2016-11-07T22:10:28.5889858Z||deviceConnect|Information|||DummyDevice||Amqp"
                    + #"|{ "scope": "device", "type": "sas", "issuer": "iothub" }|"#,
                "2016-11-07T22:10:43.1931939Z||deviceDisconnect|Information|||DummyDevice||Amqp||",
            ])
    }
}
