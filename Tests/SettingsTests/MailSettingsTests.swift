import Settings
import Testing

@Suite struct MailSettingsTests {
    private static let start = "mail:\n  from: Night Shift <ops@example.org>\n  to: [a@example.org]\n"

    @Test(arguments: [("starttls", 587), ("implicit", 465), ("none", 25)])
    func thePortFollowsFromTheSecurity(tls: String, port: Int) throws {
        let mail = try read(MailSettingsTests.start + "  smtp: {host: mail.example.org, tls: \(tls)}\n").mail
        #expect(mail?.smtp?.port == port)
    }

    @Test func aPortOfOnesOwnStands() throws {
        let mail = try read(MailSettingsTests.start + "  smtp: {host: mail.example.org, port: 2525}\n").mail
        #expect(mail?.smtp?.port == 2525)
    }

    @Test func aPasswordInTheFileIsRefusedAndNotShown() {
        let messages = problems(MailSettingsTests.start + "  smtp:\n    host: h\n    password: hunter2\n")
        #expect(
            messages == [
                "hubdrops.yaml:6:5: a password does not belong in this file; use password-file or password-env"
            ])
    }

    @Test(arguments: [
        "password-env: hunter2!", "user: [hunter2]", "password-env: {hunter2: 1}", "password-env: \"hunter2\\n\"",
    ])
    func whatMayBeASecretIsNotShown(line: String) {
        let messages = problems(MailSettingsTests.start + "  smtp:\n    host: h\n    \(line)\n")
        #expect(!messages.isEmpty)
        #expect(!messages.joined().contains("hunter2"))
    }

    @Test func aDigestHasItsPeriodsAndItsOwnRecipients() throws {
        let mail = try #require(
            try read(MailSettingsTests.start + "  digest: [week, month]\n  digest-to: m@b.c\n").mail)
        #expect(mail.digest == [.week, .month])
        #expect(mail.digestTo == ["m@b.c"])
    }

    @Test(arguments: [
        ("{from: a@b.c, to: d@e.f, digest-to: m@b.c}", "digest-to needs digest"),
        ("{from: a@b.c, incidents-to: d@e.f, sendmail: x, digest: week}", "digest needs digest-to or to"),
        ("{from: a@b.c, to: d@e.f, digest: year}", "week"),
    ])
    func aDigestThatNobodyWouldGetIsRefused(mail: String, expected: String) throws {
        let messages = problems("mail: \(mail)")
        #expect(messages.count == 1)
        #expect(try #require(messages.first).contains(expected))
    }

    @Test func aCommandIsNotShownInItsDescription() throws {
        let configuration = try read("on-success: curl https://example.org/ping/secret-token")
        let command = try #require(configuration.onSuccess)
        #expect(!"\(command)".contains("secret-token"))
    }

    @Test(arguments: [
        ("  smtp: {host: h}\n  sendmail: sendmail -t\n", "either sendmail or smtp"),
        ("  smtp: {port: 25}\n", "host is missing"),
        ("  smtp: {host: h, user: u}\n", "user needs password-file or password-env"),
        ("  smtp: {host: h, password-env: P}\n", "a password needs user"),
        ("  smtp: {host: h, user: u, password-env: P, password-file: p}\n", "not both"),
        ("  smtp: {host: h, user: u, password-env: P, tls: none}\n", "in the clear"),
    ])
    func valuesThatDoNotGoTogetherAreRefused(lines: String, expected: String) throws {
        let messages = problems(MailSettingsTests.start + lines)
        #expect(messages.count == 1)
        #expect(try #require(messages.first).contains(expected))
    }

    @Test func aMailNeedsASenderAndSomeoneToSendTo() {
        #expect(problems("mail: {when: worse}") == ["hubdrops.yaml:1:7: mail: from is missing"])
        #expect(problems("mail: {from: a@b.c, sendmail: x}") == ["hubdrops.yaml:1:7: mail: to is missing"])
    }

    @Test(arguments: [
        "ops", "@example.org", "a@b@c", "a b@example.org", "A <a@example.org", "\"a@b.c\\r\\nBcc: x@y.z\"",
        "\"a@b.c, d@e.f\"",
    ])
    func whatIsNoMailAddressIsRefused(address: String) {
        #expect(problems("mail: {from: \(address)}").count == 1)
    }
}
