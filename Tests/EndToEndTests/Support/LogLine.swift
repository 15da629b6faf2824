/// Records of hub `pumps-weu` as a storage export writes them, a line each.
enum LogLine {
    static func connect(_ time: String, _ device: String, module: String = "", authType: String = "null") -> String {
        line(time, "deviceConnect", #""level":"Information""#, device, module, authType)
    }

    static func drop(
        _ time: String, _ device: String, module: String = "", code: String = "404104", description: String = "Closed"
    ) -> String {
        let result = #""level":"Error","resultType":"\#(code)","resultDescription":"\#(description)""#
        return line(time, "deviceDisconnect", result, device, module, "null")
    }

    /// A drop and a connect of one moment.
    static func dropAndConnect(_ time: String, _ device: String = "pump-1") -> String {
        drop(time, device) + connect(time, device)
    }

    /// A connect to a hub of any name, or with a code a drop; the time is without its `Z`.
    static func of(hub: String, _ time: String, _ device: String, _ code: String = "") -> String {
        let result = code.isEmpty ? #""level":"Information""# : #""level":"Error","resultType":"\#(code)""#
        let operation = code.isEmpty ? "deviceConnect" : "deviceDisconnect"
        return
            #"{"time":"\#(time)Z","resourceId":"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\#(hub)","category":"Connections","#
            + #""operationName":"\#(operation)",\#(result),"properties":{"deviceId":"\#(device)","protocol":"Mqtt"}}"#
            + "\n"
    }

    private static func line(
        _ time: String, _ operation: String, _ result: String, _ device: String, _ module: String, _ authType: String
    ) -> String {
        let owner = module.isEmpty ? "" : #"\"moduleId\":\"\#(module)\","#
        return
            #"{"time":"\#(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/"#
            + #"PUMPS-WEU","operationName":"\#(operation)","category":"Connections",\#(result),"#
            + #""properties":"{\"deviceId\":\"\#(device)\",\#(owner)\"protocol\":\"Mqtt\",\"authType\":\#(authType),"#
            + #"\"maskedIpAddress\":\"203.0.113.XXX\"}","location":"westeurope"}"# + "\n"
    }
}
