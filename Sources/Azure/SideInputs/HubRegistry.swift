import Foundation
import HTTP
package import LogReading
import Model

/// The registry of a hub, asked of the hub itself: the twins of all devices, page by page (IoT Hub REST API, "Query - Get
/// Twins"; what `az iot hub device-identity list --top -1` does).
package struct HubRegistry: Sendable {
    /// Of a page; a twin has 40 KB at most, and a page 100 of them unless more are asked for.
    private static let largest = 64 << 20
    private static let advice = ServiceRefusal.Advice(
        badRequest: "the query is refused",
        permission: "give it the role IoT Hub Data Reader, or a policy with RegistryRead",
        absent: "there is no such hub")

    private let endpoint: String
    private let host: String
    private let isThisMachine: Bool
    private let shown: String

    init(_ text: String) throws(AzureFailure) {
        let shown = BlobAddress.shown(text)
        let rest = shown.hasSuffix("/") ? String(shown.dropLast()) : shown
        guard let address = HTTPAddress(rest), shown == text, rest.split(separator: "/").count == 2,
            ["net", "us", "cn"].contains(where: { address.host.hasSuffix(".azure-devices." + $0) })
                || address.isThisMachine
        else {
            throw AzureFailure(
                shown, "not the address of a hub; write https://HUB.azure-devices.net, as secrets go to no other host",
                later: false)
        }
        (endpoint, host, isThisMachine, self.shown) = (rest, address.host, address.isThisMachine, shown)
    }

    /// The hub whose registry it is; nil where the address does not say.
    package static func hub(_ text: String) -> String? {
        guard let registry = try? HubRegistry(text), !registry.isThisMachine else { return nil }
        return registry.host.split(separator: ".").first.map(String.init)
    }

    /// The registry as a list; opening it asks for the first page.
    package static func source(_ text: String, _ surroundings: AzureSurroundings) -> LogSource {
        LogSource(
            address: BlobAddress.shown(text), size: nil, modified: nil,
            remote: RemoteLog(
                version: "",
                open: { (_) throws(LogReadingError) in
                    do throws(AzureFailure) {
                        let registry = try HubRegistry(text)
                        // A small hub lets in so many queries a minute, and says no to the others.
                        let calls = ServiceCalls(try registry.access(surroundings), tries: 8)
                        return MadeStream(
                            AnswerPages(registry.request(behind: nil), at: registry.shown) {
                                (request) throws(AzureFailure) in try registry.page(request, by: calls)
                            })
                    } catch { throw error.asReadingError }
                }, expect: {}))
    }

    /// Tries what a run would do first, and says with what.
    ///
    /// - Throws: what a run would say.
    package static func trial(of text: String, _ surroundings: AzureSurroundings) throws(AzureFailure) -> String {
        let registry = try HubRegistry(text)
        let calls = ServiceCalls(try registry.access(surroundings), tries: 1)
        var request = registry.request(behind: nil)
        request.fields.add("x-ms-max-item-count", "1")
        _ = try registry.page(request, by: calls)
        return "\(registry.shown): \(calls.access.words); read"
    }

    private func access(_ surroundings: AzureSurroundings) throws(AzureFailure) -> ServiceAccess {
        if let key = try HubKey.of(host, surroundings) { return key.access(surroundings) }
        return try ServiceAccess(
            identityFor: "https://iothubs.azure.net", at: shown, surroundings, orElse: "set IOTHUB_CONNECTION_STRING")
    }

    /// - Parameter token: what the page before said that this one is asked for with.
    private func request(behind token: String?) -> HTTPRequest {
        var request = HTTPRequest(.post, endpoint + "/devices/query?api-version=2021-04-12")
        request.fields.add("Content-Type", "application/json; charset=utf-8")
        if let token { request.fields.add("x-ms-continuation", token) }
        request.body = Array(#"{"query":"SELECT * FROM devices"}"#.utf8)
        request.patience.silentSeconds = 60
        request.patience.totalSeconds = 300
        return request
    }

    private func page(_ request: HTTPRequest, by calls: ServiceCalls) throws(AzureFailure) -> AnswerPages.Page {
        let answer = try calls.success(to: request, at: shown, HubRegistry.advice, largest: HubRegistry.largest)
        let token = answer.head.fields["x-ms-continuation"].flatMap { $0.isEmpty ? nil : $0 }
        return AnswerPages.Page(body: answer.body, next: token.map { self.request(behind: $0) })
    }
}

extension ServiceCalls {
    /// An answer that is what was asked for.
    func success(
        to request: HTTPRequest, at place: String, _ advice: ServiceRefusal.Advice, largest: Int
    ) throws(AzureFailure) -> HTTPAnswer {
        switch try answer(to: request, at: place, largest: largest) {
        case .failure(let failure):
            throw AzureFailure(place, failure.description, later: failure.kind.isPassing)
        case .success(let answer):
            guard answer.head.isSuccess else {
                throw ServiceRefusal(answer, access.words, advice).failure(of: place)
            }
            return answer
        }
    }
}
