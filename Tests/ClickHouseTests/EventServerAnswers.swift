import Foundation
import Loopback
import Store

@testable import ClickHouse

/// Answers of a server that is none of ClickHouse's, as rows.
struct EventServerAnswers {
    private var list: [String] = []

    mutating func add(_ rows: (inout RowBinaryWriter) -> Void = { _ in }) {
        var writer = RowBinaryWriter()
        rows(&writer)
        list.append(#"{"base64":"\#(Data(writer.bytes).base64EncodedString())"}"#)
    }

    mutating func addRefusal(_ text: String) { list.append(#"{"status":500,"body":"\#(text)"}"#) }

    func server() throws -> LoopbackServer { try LoopbackServer("[" + list.joined(separator: ",") + "]") }

    static func servers(_ loopback: LoopbackServer) throws -> EventServer {
        EventServer(
            try ClickHouseAddress("clickhouse://127.0.0.1:\(loopback.port)/db"),
            ClickHouseCredentials(user: "hd", password: "s3cret"), agent: "hubdrops/test", pause: { _ in })
    }
}

/// A database that goes with the test.
final class TemporaryCopy {
    private let folder = NSTemporaryDirectory() + "hubdrops-copy-\(UUID().uuidString)"
    let store: Store

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try Store.open(folder + "/copy.sqlite", mode: .readWrite)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

extension LoopbackServer {
    /// Tables of the statements that send rows, in their order.
    var inserts: [String] {
        get throws {
            try requests.compactMap { request in
                guard let path = request.path.removingPercentEncoding,
                    let start = path.range(of: "INSERT INTO db.")?.upperBound
                else { return nil }
                return String(path[start...].prefix { $0 != " " })
            }
        }
    }
}
