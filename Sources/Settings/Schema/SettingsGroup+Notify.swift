import Model

extension SettingsGroup where Target == NotifySettings {
    static var notify: SettingsGroup {
        SettingsGroup(
            title: "notify",
            keys: [
                Setting("slack", \.slack, .chat("slack"), empty: NotifyTarget()),
                Setting("teams", \.teams, .chat("teams"), empty: NotifyTarget()),
                Setting("pagerduty", \.pagerduty, .pager, empty: NotifyTarget()),
                Setting("webhook", \.webhook, .webhook, empty: NotifyTarget()),
            ])
    }
}

extension SettingsGroup where Target == NotifyTarget {
    private static var address: [Setting<NotifyTarget>] {
        [Setting("url-file", \.urlFile, .path), Setting("url-env", \.urlEnvironment, .environmentName)]
    }

    /// A chat's webhook: whoever knows its address may write there.
    static func chat(_ name: String) -> SettingsGroup {
        SettingsGroup(
            title: name, keys: [Setting("when", \.when, .choice)] + address,
            hints: ["url": "the address of this webhook is a secret; use url-file or url-env"],
            check: { target in
                switch (target.urlFile, target.urlEnvironment) {
                case (nil, nil): ["\(name): name the address of the webhook with url-file or url-env"]
                case (.some, .some): ["\(name): name either url-file or url-env, not both"]
                default: []
                }
            })
    }

    static var pager: SettingsGroup {
        let secret = "a routing key does not belong in this file; use key-file or key-env"
        return SettingsGroup(
            title: "pagerduty",
            keys: [
                Setting("key-file", \.keyFile, .path), Setting("key-env", \.keyEnvironment, .environmentName),
                Setting("url", \.url, .secureAddress),
            ],
            hints: ["key": secret, "routing-key": secret],
            check: { target in
                switch (target.keyFile, target.keyEnvironment) {
                case (nil, nil): ["pagerduty: name the routing key with key-file or key-env"]
                case (.some, .some): ["pagerduty: name either key-file or key-env, not both"]
                default: []
                }
            })
    }

    static var webhook: SettingsGroup {
        let secret = "a token does not belong in this file; use token-file or token-env"
        return SettingsGroup(
            title: "webhook",
            keys: [Setting("when", \.when, .choice), Setting("url", \.url, .secureAddress)] + address + [
                Setting("token-file", \.keyFile, .path), Setting("token-env", \.keyEnvironment, .environmentName),
            ],
            hints: ["token": secret, "password": secret],
            check: { target in
                let places = [target.url, target.urlFile, target.urlEnvironment].compactMap { $0 }
                var problems: [String] = []
                if places.count != 1 { problems.append("webhook: name one of url, url-file and url-env") }
                if target.keyFile != nil, target.keyEnvironment != nil {
                    problems.append("webhook: name either token-file or token-env, not both")
                }
                return problems
            })
    }
}

extension ValueParser where Value == String {
    /// An address that may be spoken to in the clear only on this machine, and shows no password.
    static var secureAddress: ValueParser {
        ValueParser(
            "an address that begins with https:// (http:// to this machine only) and has no user name in it",
            isSecret: true
        ) { text in
            let lower = text.lowercased()
            let isLocal = ["http://127.", "http://localhost", "http://[::1]"].contains(where: lower.hasPrefix)
            let rest =
                text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
            let place = rest.prefix { !"/?#".contains($0) }
            let isPlain = text.utf8.count <= 2000 && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
            return (lower.hasPrefix("https://") || isLocal) && !place.isEmpty && !place.contains("@") && isPlain
                ? text : nil
        }
    }

    /// The address of a folder, without its closing slash.
    static var folderAddress: ValueParser {
        ValueParser("an address that begins with https:// or http://, such as https://reports.example.org/hubs") {
            text in
            let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
            guard isWeb, text.utf8.count <= 1000, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
                !text.contains(where: { "\"'<>\\?#".contains($0) })
            else { return nil }
            var address = text
            while address.hasSuffix("/") { address.removeLast() }
            return address
        }
    }
}
