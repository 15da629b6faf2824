import HTTP
import Model

/// A table that is asked by queries: of a Log Analytics workspace or of a database of Data Explorer.
///
/// `log-analytics://[HOST/]WORKSPACE[/TABLE]`, `adx://CLUSTER/DATABASE[/TABLE]`. Without a host, those of the public cloud are
/// meant; a name of this machine is spoken to in the clear, as tests do.
package struct QueryAddress: Hashable, Sendable {
    enum Service: Hashable, Sendable {
        case logAnalytics(workspace: String)
        case dataExplorer(database: String)
    }

    /// Where diagnostic settings of a hub write to ("Supported resource logs for Microsoft.Devices/IotHubs").
    private static let usualTable = "AzureDiagnostics"
    private static let schemes = ["log-analytics://", "adx://"]
    /// How hosts of clusters end, as Microsoft's own libraries trust them.
    private static let clusters = [
        "windows.net", "usgovcloudapi.net", "chinacloudapi.cn", "fabric.microsoft.com", "azuresynapse.net",
        "azuresynapse.azure.cn",
    ]

    let service: Service
    let table: String
    /// `https://HOST`.
    let endpoint: String
    /// What tokens are for.
    let resource: String
    /// What stands for the table in messages and as the beginning of identities; it ends in `/`, as no slice of it does.
    package let shown: String

    /// Whether an argument is such an address, well formed or not.
    package static func isAddress(_ text: String) -> Bool {
        schemes.contains { text.prefix($0.utf8.count).lowercased() == $0 }
    }

    /// What may be said of an address that is none: without a query, and without a name and password before the host.
    static func shown(_ text: String) -> String {
        guard let scheme = schemes.first(where: { text.prefix($0.utf8.count).lowercased() == $0 }) else { return "" }
        let rest = text.dropFirst(scheme.utf8.count).prefix { $0 != "?" && $0 != "#" }
        return scheme + (rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest)
    }

    /// - Throws: what is wrong with it, and how it is written.
    package init(_ text: String) throws(AzureFailure) {
        let isWorkspace = text.lowercased().hasPrefix(QueryAddress.schemes[0])
        let scheme = QueryAddress.schemes[isWorkspace ? 0 : 1]
        let form = scheme + (isWorkspace ? "WORKSPACE-ID/TABLE" : "CLUSTER/DATABASE/TABLE")
        func wrong(_ reason: String) -> AzureFailure {
            AzureFailure(QueryAddress.shown(text), reason + "; write \(form)", later: false)
        }
        var rest = text.dropFirst(scheme.utf8.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var host = "api.loganalytics.azure.com"
        if !isWorkspace || parts[0].contains(".") || parts[0].contains(":") { host = parts.removeFirst().lowercased() }
        if !isWorkspace, !host.contains(":"), host.split(separator: ".").count <= 2, host != "localhost" {
            host += ".kusto.windows.net"
        }
        guard let name = parts.first, parts.count <= 2, parts.allSatisfy(QueryAddress.isName) else {
            throw wrong("the address names no \(isWorkspace ? "workspace" : "database"), or has signs that no name has")
        }
        guard let address = HTTPAddress("https://" + host), QueryAddress.isKnown(address, isWorkspace) else {
            throw wrong("tokens go to no host but those of Azure's query services")
        }
        guard !isWorkspace || QueryAddress.isID(name) else {
            throw wrong("a workspace is named by its id (az monitor log-analytics workspace show --query customerId)")
        }
        table = parts.count > 1 ? parts[1] : QueryAddress.usualTable
        service = isWorkspace ? .logAnalytics(workspace: name.lowercased()) : .dataExplorer(database: name)
        endpoint = (address.isThisMachine ? "http://" : "https://") + host
        resource = QueryAddress.resource(
            of: address.isThisMachine ? (isWorkspace ? "api.loganalytics.azure.com" : "kusto.kusto.windows.net") : host)
        let place = isWorkspace && host == "api.loganalytics.azure.com" ? "" : host + "/"
        shown = scheme + place + (isWorkspace ? name.lowercased() : name) + "/" + table + "/"
    }

    /// The public cloud's has two names and one audience, as Microsoft's own libraries ask for it.
    private static func resource(of host: String) -> String {
        "https://" + (host == "api.loganalytics.azure.com" ? "api.loganalytics.io" : host)
    }

    /// The hosts of "Access the Azure Monitor Log Analytics API" and those of clusters in all clouds.
    private static func isKnown(_ address: HTTPAddress, _ isWorkspace: Bool) -> Bool {
        if address.isThisMachine { return true }
        return isWorkspace
            ? ["io", "azure.com", "us", "azure.cn"].contains { address.host == "api.loganalytics." + $0 }
            : clusters.contains { address.host.hasSuffix(".kusto." + $0) }
    }

    /// Names as they are: with nothing that a query would have to quote.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 256
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "_-. ".utf8.contains(byte)
            }
    }

    private static func isID(_ text: String) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
            && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }

    /// The identity of what came in an hour since 1970, which says it as paths of a storage export do.
    func identity(ofHour hour: Int) -> String {
        let parts = CivilDate(daysSince1970: hour / 24).description.split(separator: "-")
        let clock = hour % 24
        return shown + "y=\(parts[0])/m=\(parts[1])/d=\(parts[2])/h=\(clock < 10 ? "0" : "")\(clock)"
    }
}
