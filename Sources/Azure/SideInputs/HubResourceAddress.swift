import Foundation
import HTTP
package import LogReading
package import Model

/// A hub as a resource of Azure, of which Azure Monitor has metrics and Resource Health has states.
///
/// `https://management.azure.com/subscriptions/…/providers/Microsoft.Devices/IotHubs/HUB`, in every cloud.
package struct HubResourceAddress: Sendable {
    private static let largest = 16 << 20
    private static let hosts = ["management.azure.com", "management.usgovcloudapi.net", "management.chinacloudapi.cn"]
    private static let advice = ServiceRefusal.Advice(
        badRequest: "the request is refused; is the address that of a hub?",
        permission: "give it the role Monitoring Reader on the hub", absent: "there is no such hub")

    private let address: String
    private let resource: String

    init(_ text: String) throws(AzureFailure) {
        let shown = BlobAddress.shown(text)
        let parts = shown.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        let path = parts.count == 3 ? parts[2].split(separator: "/").map { $0.lowercased() } : []
        guard let server = HTTPAddress(shown), shown == text,
            HubResourceAddress.hosts.contains(server.host) || server.isThisMachine,
            path.count == 8, path[0] == "subscriptions", path[4...6] == ["providers", "microsoft.devices", "iothubs"]
        else {
            throw AzureFailure(
                shown,
                "not the address of a hub as a resource; write https://management.azure.com and the hub's resource id behind it",
                later: false)
        }
        address = shown.hasSuffix("/") ? String(shown.dropLast()) : shown
        resource = "https://" + (server.isThisMachine ? HubResourceAddress.hosts[0] : server.host)
    }

    /// The metric `connectedDeviceCount` by the minute (Azure Monitor REST API, "Metrics - List").
    package static func metrics(_ text: String, of span: TimeWindow, _ surroundings: AzureSurroundings) -> LogSource {
        source(text, surroundings) { resource in resource.metrics(span) }
    }

    /// The states of the hub that are known (Azure Resource Health REST API, "Availability Statuses - List").
    package static func health(_ text: String, _ surroundings: AzureSurroundings) -> LogSource {
        source(text, surroundings) { resource in resource.health }
    }

    /// Tries what a run would do, and says with what.
    ///
    /// - Throws: what a run would say.
    package static func trial(
        of text: String, isHealth: Bool, _ surroundings: AzureSurroundings
    ) throws(AzureFailure) -> String {
        let resource = try HubResourceAddress(text)
        let calls = ServiceCalls(try resource.access(surroundings), tries: 1)
        let now = surroundings.now()
        let hour = TimeWindow(from: now.advanced(bySeconds: -3600), to: now)
        _ = try resource.page(isHealth ? resource.health : resource.metrics(hour), by: calls)
        return "\(resource.address): \(calls.access.words); read"
    }

    private static func source(
        _ text: String, _ surroundings: AzureSurroundings,
        _ first: @escaping @Sendable (HubResourceAddress) -> HTTPRequest
    ) -> LogSource {
        LogSource(
            address: BlobAddress.shown(text), size: nil, modified: nil,
            remote: RemoteLog(
                version: "",
                open: { (_) throws(LogReadingError) in
                    do throws(AzureFailure) {
                        let resource = try HubResourceAddress(text)
                        let calls = ServiceCalls(try resource.access(surroundings))
                        return MadeStream(
                            AnswerPages(first(resource), at: resource.address) { (request) throws(AzureFailure) in
                                try resource.page(request, by: calls)
                            })
                    } catch { throw error.asReadingError }
                }, expect: {}))
    }

    private func access(_ surroundings: AzureSurroundings) throws(AzureFailure) -> ServiceAccess {
        try ServiceAccess(identityFor: resource, at: address, surroundings)
    }

    private func metrics(_ span: TimeWindow) -> HTTPRequest {
        let time = "\(span.start)/\(span.end)".percentEncoded()
        return HTTPRequest(
            .get,
            address + "/providers/Microsoft.Insights/metrics?api-version=2018-01-01&metricnames=connectedDeviceCount"
                + "&timespan=\(time)&interval=PT1M&aggregation=Average")
    }

    private var health: HTTPRequest {
        HTTPRequest(.get, address + "/providers/Microsoft.ResourceHealth/availabilityStatuses?api-version=2020-05-01")
    }

    private func page(_ request: HTTPRequest, by calls: ServiceCalls) throws(AzureFailure) -> AnswerPages.Page {
        struct Links: Decodable { let nextLink: String? }
        var request = request
        request.patience.totalSeconds = 120
        request.patience.silentSeconds = 60
        let answer = try calls.success(
            to: request, at: address, HubResourceAddress.advice, largest: HubResourceAddress.largest)
        let link = (try? JSONDecoder().decode(Links.self, from: Data(answer.body)))?.nextLink ?? ""
        // A token goes to nobody but who was asked first.
        guard link.isEmpty || HTTPAddress(link) == HTTPAddress(address) else {
            throw AzureFailure(address, "the next page of the list is at another host", later: false)
        }
        return AnswerPages.Page(body: answer.body, next: link.isEmpty ? nil : HTTPRequest(.get, link))
    }
}
