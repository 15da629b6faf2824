import Model

extension SettingsGroup where Target == MailSettings {
    static var mail: SettingsGroup {
        SettingsGroup(
            title: "mail",
            keys: [
                Setting("when", \.when, .choice),
                Setting("from", \.from, .mailAddress),
                Setting("to", \.to, .list(of: .mailAddress)),
                Setting("cc", \.cc, .list(of: .mailAddress)),
                Setting("bcc", \.bcc, .list(of: .mailAddress)),
                Setting("incidents-to", \.incidentsTo, .list(of: .mailAddress)),
                Setting("digest", \.digest, .list(of: .choice)),
                Setting("digest-to", \.digestTo, .list(of: .mailAddress)),
                Setting("subject-prefix", \.subjectPrefix, .text("a text of one line", most: 100)),
                Setting("message-id-domain", \.messageIDDomain, .host),
                Setting("attach-csv", \.attachCSV, .truth),
                Setting("sendmail", \.sendmail, .command),
                Setting("smtp", \.smtp, .smtp, empty: SMTPSettings()),
            ],
            check: problems)
    }

    private static func problems(of mail: MailSettings) -> [String] {
        var problems: [String] = []
        if mail.from.isEmpty { problems.append("mail: from is missing") }
        let hasTransport = mail.sendmail != nil || mail.smtp != nil
        let everyone = mail.to + mail.cc + mail.bcc
        if hasTransport, (everyone + mail.incidentsTo + mail.digestTo).isEmpty {
            problems.append("mail: to is missing")
        } else if hasTransport, !mail.digest.isEmpty, (everyone + mail.digestTo).isEmpty {
            problems.append("mail: digest needs digest-to or to")
        }
        if mail.digest.isEmpty, !mail.digestTo.isEmpty {
            problems.append("mail: digest-to needs digest; set digest to week, month or both")
        }
        if mail.sendmail != nil, mail.smtp != nil { problems.append("mail: name either sendmail or smtp, not both") }
        return problems
    }
}

extension SettingsGroup where Target == SMTPSettings {
    static var smtp: SettingsGroup {
        let secret = "a password does not belong in this file; use password-file or password-env"
        return SettingsGroup(
            title: "smtp",
            keys: [
                Setting("host", \.host, .host),
                Setting("port", \.givenPort, .integer(1...65_535)),
                Setting("tls", \.tls, .choice),
                Setting("user", \.user, .text("a user name", isSecret: true)),
                Setting("password-file", \.passwordFile, .path),
                Setting("password-env", \.passwordEnvironment, .environmentName),
                Setting("ca-file", \.certificateFile, .path),
            ],
            hints: ["password": secret, "pass": secret, "secret": secret],
            check: problems)
    }

    private static func problems(of smtp: SMTPSettings) -> [String] {
        var problems: [String] = []
        let passwords = (smtp.passwordFile == nil ? 0 : 1) + (smtp.passwordEnvironment == nil ? 0 : 1)
        if smtp.host.isEmpty { problems.append("smtp: host is missing") }
        if passwords == 2 { problems.append("smtp: name either password-file or password-env, not both") }
        if smtp.user != nil, passwords == 0 {
            problems.append("smtp: user needs password-file or password-env")
        }
        if smtp.user == nil, passwords > 0 { problems.append("smtp: a password needs user") }
        if smtp.tls == .none, smtp.user != nil {
            problems.append("smtp: tls: none would send the password in the clear")
        }
        return problems
    }
}

extension ValueParser where Value == String {
    /// `ops@example.org` or `Night Shift <ops@example.org>`: one address and nothing that could start a new header.
    static var mailAddress: ValueParser {
        ValueParser("a mail address such as ops@example.org") { text in
            guard text.utf8.count <= 320, text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { return nil }
            var address = Substring(text)
            if let open = text.lastIndex(of: "<") {
                guard text.hasSuffix(">") else { return nil }
                address = text[text.index(after: open)...].dropLast()
            }
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            let isClean = address.utf8.allSatisfy { $0 > 32 && !#"<>,;:"()"#.utf8.contains($0) }
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && isClean ? text : nil
        }
    }

    /// A host name or address.
    static var host: ValueParser {
        ValueParser("a host name such as mail.example.org") { text in
            let isClean = text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || ".-_:[]".utf8.contains(byte)
            }
            return isClean && (1...253).contains(text.utf8.count) ? text : nil
        }
    }

    /// The name of an environment variable.
    ///
    /// A text that is none is not shown: it may be the password itself.
    static var environmentName: ValueParser {
        ValueParser("the name of an environment variable, not the password itself", isSecret: true) { text in
            let isClean = text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            }
            let beginsWithDigit = text.utf8.first.map { (48...57).contains($0) } ?? true
            return isClean && !beginsWithDigit && text.utf8.count <= 128 ? text : nil
        }
    }
}
