import Testing

@testable import Azure

@Suite struct QueryAddressTests {
    private static let id = "00000000-1111-2222-3333-444444444444"

    @Test(arguments: [
        (
            "log-analytics://\(id)", "https://api.loganalytics.azure.com", "https://api.loganalytics.io",
            "AzureDiagnostics"
        ),
        (
            "Log-Analytics://api.loganalytics.us/\(id)/", "https://api.loganalytics.us", "https://api.loganalytics.us",
            "AzureDiagnostics"
        ),
        ("log-analytics://\(id)/Hub_CL", "https://api.loganalytics.azure.com", "https://api.loganalytics.io", "Hub_CL"),
        ("adx://help/Fleet", "https://help.kusto.windows.net", "https://help.kusto.windows.net", "AzureDiagnostics"),
        (
            "adx://help.westeurope/Fleet/hub logs", "https://help.westeurope.kusto.windows.net",
            "https://help.westeurope.kusto.windows.net", "hub logs"
        ),
        (
            "adx://help.kusto.chinacloudapi.cn/Fleet/T", "https://help.kusto.chinacloudapi.cn",
            "https://help.kusto.chinacloudapi.cn", "T"
        ),
        ("adx://127.0.0.1:80/Fleet", "http://127.0.0.1:80", "https://kusto.kusto.windows.net", "AzureDiagnostics"),
    ])
    func namesWhoIsAskedForWhat(text: String, endpoint: String, resource: String, table: String) throws {
        let address = try QueryAddress(text)
        #expect(address.endpoint == endpoint)
        #expect(address.resource == resource)
        #expect(address.table == table)
    }

    @Test func anHourIsNamedAsInTheExportToStorage() throws {
        let address = try QueryAddress("adx://help/Fleet/T")
        #expect(address.identity(ofHour: 492_559) == "adx://help.kusto.windows.net/Fleet/T/y=2026/m=03/d=11/h=07")
        #expect(BlobHours.hour(of: address.identity(ofHour: 492_559)) == 492_559)
        #expect(try QueryAddress("log-analytics://\(Self.id)").shown == "log-analytics://\(Self.id)/AzureDiagnostics/")
    }

    /// Whoever gets a token is the identity.
    @Test(arguments: [
        "log-analytics://logs.example.org/\(id)", "log-analytics://pumps", "log-analytics://", "adx://help", "adx://",
        "adx://help.example.org/Fleet",
        "adx://help.kusto.windows.net.example.org/Fleet", "adx://help/Fleet/T/U", "adx://help/Fl'eet",
        "adx://user@help/Fleet", "adx://user:S3CRET@help/Fleet", "adx://user:S3CRET/@help/Fleet",
        "log-analytics://u:S3CRET@\(id)",
        "adx://help/Fleet/T;drop", "log-analytics://\(id)?x=S3CRET",
    ])
    func anAddressThatIsNoneIsRefusedWithTheForm(text: String) {
        do {
            _ = try QueryAddress(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.description.contains("write "))
            #expect(!error.description.contains("S3CRET"))
        }
    }
}
