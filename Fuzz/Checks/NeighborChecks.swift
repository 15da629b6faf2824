import Foundation
import LogReading
import Model

/// Good records with any bytes between them: all good records survive.
enum NeighborChecks {
    private static let mostBytes = 1 << 12

    /// How the good lines are written.
    private static let forms: [(name: String, opening: String, line: @Sendable (Int) -> String)] = [
        (
            "lines", "",
            {
                #"{"time":"2026-05-12T06:00:0\#($0)Z","category":"Connections","operationName":"deviceConnect","#
                    + #""properties":"{\"deviceId\":\"good-\#($0)\"}"}"#
            }
        ),
        (
            "texts", "",
            {
                #"{"host":"h","message":"{\"time\":\"2026-05-12T06:00:0\#($0)Z\",\"operationName\":\"deviceConnect\","#
                    + #"\"deviceId\":\"good-\#($0)\"}"}"#
            }
        ),
        (
            "messages", "",
            {
                #"{"records":[{"time":"2026-05-12T06:00:0\#($0)Z","operationName":"deviceConnect","deviceId":"good-\#($0)"}]}"#
            }
        ),
        (
            "lines behind words", "",
            {
                "2026-05-12T06:00:00Z stdout F "
                    + #"{"time":"2026-05-12T06:00:0\#($0)Z","operationName":"deviceConnect","deviceId":"good-\#($0)"}"#
            }
        ),
        (
            "lines of base64", "",
            {
                let record =
                    #"{"time":"2026-05-12T06:00:0\#($0)Z","operationName":"deviceConnect","deviceId":"good-\#($0)"}"#
                return Data(record.utf8).base64EncodedString()
            }
        ),
        ("rows", "TimeGenerated;OperationName;DeviceId\n", { "2026-05-12T06:00:0\($0)Z;deviceConnect;good-\($0)" }),
    ]

    static func faults(of bytes: [UInt8]) -> [String] {
        guard bytes.count <= mostBytes else { return [] }
        return forms.compactMap { form in
            let before = form.opening + (0..<4).map { form.line($0) + "\n" }.joined()
            let after = "\n" + (4..<8).map { form.line($0) + "\n" }.joined()
            do {
                let found = try devices(Array(before.utf8) + bytes + Array(after.utf8))
                let lost = (0..<8).filter { !found.contains("good-\($0)") }
                return lost.isEmpty ? nil : "\(form.name): lost \(lost)"
            } catch {
                return "\(form.name): threw \(error)"
            }
        }
    }

    private static func devices(_ bytes: [UInt8]) throws -> Set<String> {
        let interner = Interner(knowing: Vocabulary())
        let reader = LogReader(interner: interner)
        var clients: Set<ClientID> = []
        _ = try reader.read(
            LogSource(name: "fuzz", bytes: bytes),
            events: { events in for index in events.indices { clients.insert(events[index].client) } },
            rejection: { _ in })
        var vocabulary = Vocabulary()
        vocabulary.append(interner.takeAdditions())
        return Set(clients.map { vocabulary.devices[Int(vocabulary.clients[Int($0)].device)].name })
    }
}
