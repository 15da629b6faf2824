import Testing

@testable import HTTP

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("https://hooks.example.org/services/T1/B2", "hooks.example.org:443"),
        ("HTTPS://A.example:8443?x=1", "a.example:8443"),
        ("https://[2001:db8::1]:99/", "[2001:db8::1]:99"), ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
        ("http://localhost/", "localhost:80"), ("http://[::1]:5/", "[::1]:5"),
    ])
    func hostAndPortAreWhatMayBeShown(url: String, place: String) {
        #expect(HTTPAddress(url)?.place == place)
    }

    @Test(arguments: [
        "", "ftp://a.example/", "https://", "https:///x", "https://user:pass@a.example/", "https://a.example:0/",
        "https://a.example:x/", "https://a.example/a b", "https://a.example/\n", "http://a.example/",
        "http://10.0.0.1/", "http://localhost.evil.example/", "http://127.evil.example/", "http://127.0.0.1.evil/",
        "http://169.254.169.254.evil/", "https://[::1/", "file:///etc/passwd",
        "http://169.254.169.254/metadata", #"https://a.example\@b.example/"#, #"https://a.example/a\b"#,
    ])
    func whatIsNoAddressOrWouldShowASecretIsRefused(url: String) {
        #expect(HTTPAddress(url) == nil)
    }

    /// Where a cloud answers its machines there is no TLS.
    @Test(arguments: [
        ("http://169.254.169.254/metadata", true), ("http://169.254.169.254.evil/", false),
        ("http://169.25.4.1/", false), ("http://10.0.0.1/", false),
    ])
    func theMachinesOwnLinkIsAsGoodAsTheMachineWhereItIsAllowed(url: String, isAllowed: Bool) {
        #expect((HTTPAddress(url, allowsLink: true) != nil) == isAllowed)
    }
}
