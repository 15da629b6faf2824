import Model
import Testing

@Suite struct SecretsTests {
    /// Made up: 32, 48 and 64 bytes.
    private static let key = "kT8s0w+Zq1/Vb7nYxE4mJc2RfHu9LpAoGd6iNtWkS3Q="
    private static let line = "kT8s0w+Zq1/Vb7nYxE4mJc2RfHu9LpAoGd6iNtWkS3QkT8s0w+Zq1/Vb7nYxE4mJ"
    private static let long = "kT8s0w+Zq1/Vb7nYxE4mJc2RfHu9LpAoGd6iNtWkS3QkT8s0w+Zq1/Vb7nYxE4mJc2RfHu9LpAoGd6iNtWkS3Q=="
    private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

    @Test(arguments: [
        ("a key of 32 bytes", "key \(key) here", "key (masked) here"),
        ("without its padding", "key \(key.dropLast()),", "key (masked),"),
        ("a key of 64 bytes", "\"\(long)\"", "\"(masked)\""),
        ("with escaped slashes", "\"\(key.replacing("/", with: "\\/"))\"", "\"(masked)\""),
        ("encoded for an address", "k=\(key.replacing("+", with: "%2B").replacing("=", with: "%3D"))&", "k=(masked)&"),
        ("a line of a PEM file", line, "(masked)"),
        (
            "a device of a registry", #"{"primaryKey":"\#(key)","secondaryKey" : "short"}"#,
            #"{"primaryKey":"(masked)","secondaryKey" : "(masked)"}"#
        ),
        ("in a text inside a text", #"{\"primaryKey\":\"abc\",\"x\":1}"#, #"{\"primaryKey\":\"(masked)\",\"x\":1}"#),
        ("in a field of a CSV", #"""{""primaryKey"":""abc"",""x"":1}""#, #"""{""primaryKey"":""(masked)"",""x"":1}""#),
        (
            "a hub's connection string",
            "HostName=h.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=\(key)",
            "HostName=h.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=(masked)"
        ),
        (
            "a storage account's", "AccountName=logs;AccountKey=\(long);EndpointSuffix=core.windows.net",
            "AccountName=logs;AccountKey=(masked);EndpointSuffix=core.windows.net"
        ),
        (
            "a SAS token", "SharedAccessSignature sr=h%2Fdevices%2Fp&sig=kT8s%2BZq%3D&se=1773126761&skn=owner",
            "SharedAccessSignature sr=h%2Fdevices%2Fp&sig=(masked)&se=1773126761&skn=owner"
        ),
        (
            "a blob's address", "https://a.blob.core.windows.net/c?sv=2024-11-04&sig=kT8s%3D&sp=rl",
            "https://a.blob.core.windows.net/c?sv=2024-11-04&sig=(masked)&sp=rl"
        ),
        ("a bearer token", "Authorization: Bearer aB3dEf9hIj0k", "Authorization: Bearer (masked)"),
        ("basic credentials", "Basic dXNlcjpwYXNz", "Basic (masked)"),
        ("a JSON Web Token", "got \(token) back", "got (masked) back"),
        ("a JSON Web Token that is cut", "got \(token.prefix(24))", "got (masked)"),
        ("a password in an address", "amqps://user:p4ss:w@host:5671/x", "amqps://user:(masked)@host:5671/x"),
        ("in an escaped one", #"https:\/\/user:pw@host"#, #"https:\/\/user:(masked)@host"#),
        ("a password", "password = hunter2; retry", "password = (masked); retry"),
        ("of a configuration", "pwd: hunter2", "pwd: (masked)"),
        ("quoted, with spaces", #""password":"two words","x":1"#, #""password":"(masked)","x":1"#),
        ("a client's secret", "client_secret=abc~def&scope=x", "client_secret=(masked)&scope=x"),
        (
            "an encoded one", "HostName%3Dh%3BSharedAccessKey%3Dabc%3Bx",
            "HostName%3Dh%3BSharedAccessKey%3D(masked)%3Bx"
        ),
        ("encoded JSON", "%7B%22primaryKey%22%3A%22abc%22%7D", "%7B%22primaryKey%22%3A%22(masked)%22%7D"),
        ("encoded twice", "AccountKey%253Dabc", "AccountKey%253D(masked)"),
        ("an encoded end within a value", "sig=kT8s%26x%22y&se=1", "sig=(masked)&se=1"),
        (
            "JSON with escaped quotation marks", #"{\u0022primaryKey\u0022:\u0022abc\u0022,"#,
            #"{\u0022primaryKey\u0022:\u0022(masked)\u0022,"#
        ),
        ("a page", "{&quot;password&quot;:&quot;abc&quot;}", "{&quot;password&quot;:&quot;(masked)&quot;}"),
        ("a key behind a slash", "x/\(key)", "x/(masked)"),
        ("a key in hexadecimal digits", #"{"deviceKey":"a1b2c3d4"}"#, #"{"deviceKey":"(masked)"}"#),
        ("of the environment", "AZURE_CLIENT_SECRET=abc", "AZURE_CLIENT_SECRET=(masked)"),
        ("exported", #"export ARM_CLIENT_SECRET="a b""#, #"export ARM_CLIENT_SECRET="(masked)""#),
        ("joined", "PGPASSWORD=abc", "PGPASSWORD=(masked)"),
        ("short", "MQTT_PASS=abc", "MQTT_PASS=(masked)"),
        ("of YAML", "smtp_password: abc", "smtp_password: (masked)"),
        ("in camel case", #""adminPassword": "abc""#, #""adminPassword": "(masked)""#),
        ("of a header", "X-Auth-Token: abc", "X-Auth-Token: (masked)"),
        ("cookies", "Cookie: a=b; c=d", "Cookie: (masked)"),
        ("a token", "sas_token=abc", "sas_token=(masked)"),
        ("a phrase", "passphrase=abc", "passphrase=(masked)"),
        ("in a tag", "<password>two words</password>", "<password>(masked)</password>"),
        ("of a command", "az login --client-secret abc --tenant t", "az login --client-secret (masked) --tenant t"),
        ("a storage key", "AZURE_STORAGE_KEY=abc", "AZURE_STORAGE_KEY=(masked)"),
        (
            "a PEM block", #"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"#,
            #"-----BEGIN PRIVATE KEY-----(masked)-----END PRIVATE KEY-----\n"#
        ),
        ("one that is cut", "-----BEGIN CERTIFICATE-----MIIE", "-----BEGIN CERTIFICATE-----(masked)"),
    ])
    func aSecretIsMaskedByItsForm(what: String, text: String, masked: String) {
        #expect(Secrets.masked(text) == masked, "\(what)")
        #expect(Secrets.masked(masked) == masked, "\(what): masked again")
    }

    @Test(arguments: [
        "pump-1", "Factory03NorthLine04MachinePress0001AbcdefgX", "0d7f4a1e-6c1b-4b53-9c55-0a9a4b7c2e11",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B",
        "Pump/Hall7/Line3=Main", "203.0.113.7:8883 and 2001:db8::1", "2026-03-10T07:12:41.1234567Z",
        "Device disconnected, see https://aka.ms/iothub404104", "iothubclient/1.6.0 (native; Linux; armv7l)",
        #"{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}"#,
        "SharedAccessKeyName=iothubowner", "Bearer authentication failed", "Basic authentication",
        "the password is wrong", "keepAlive=60 errorCode: 404104 moduleId=m monkey=1 key: 7 token renewal: 3",
        "token: expired",
        "partitionKey=3 tokenType=sas passwordFile=/etc/p", "/etc/hubdrops/smtp-password: cannot open",
        "hubdrops.db.redact-key: cannot open", "100% of 25%25 and %zz%", #"C:\users\u00e9 &quot;"#,
        "no secret: ask the owner", "killed, sig=11", "401003: token expired",
        "logs/resourceId=/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG/PROVIDERS/"
            + "MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU/y=2026/m=03/d=10/h=06/m=00/PT1H.json.gz: cannot open",
        "https://portal.azure.com/#@contoso.com/resource", "mail to ops@contoso.com", "aGVsbG8=", "",
    ])
    func ordinaryTextStaysAsItIs(text: String) {
        #expect(Secrets.masked(text) == text)
    }

    @Test func aRejectionKeepsNoPartOfASecretAtItsCut() {
        let text = String(repeating: "x ", count: 246) + "\"primaryKey\":\"" + Self.key + "\""
        let kept = Rejection(line: 1, reason: "not JSON", text: text).text
        #expect(kept.utf8.count <= Rejection.mostBytesKept)
        #expect(!kept.contains(Self.key.prefix(4)))
    }
}

/// What of a field that could not be read its reject shows.
@Suite struct FoundTextTests {
    @Test(arguments: [
        ("3rd of March", "3rd of March"), (String(repeating: "a", count: 41), String(repeating: "a", count: 40) + "…"),
        ("a\u{1b}[2J\"\nb\u{202e}", "a [2J  b "), ("", ""),
    ])
    func itIsOneShortLineThatChangesNothingAroundIt(text: String, shown: String) {
        #expect(Rejection.found(text, in: "time") == "; found \"\(shown)\" in time")
    }

    @Test func itHasNoSecret() {
        let key = "HostName=h;SharedAccessKey=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
        #expect(!Rejection.found(key, in: "time").contains("MDEy"))
    }

    @Test func aReasonCanBeShownWithoutIt() {
        let reason = "unrecognized timestamp format" + Rejection.found("pump-1", in: "time")
        #expect(Rejection(line: 1, reason: reason, text: "").reasonWithoutFound == "unrecognized timestamp format")
        #expect(Rejection(line: 1, reason: "no time", text: "").reasonWithoutFound == "no time")
    }
}
