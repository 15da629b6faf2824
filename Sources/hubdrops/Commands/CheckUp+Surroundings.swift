import Delivery
import Foundation
import Model
import Nightly
import Settings

/// What stands around a run: mail, metrics, hooks and the secret of pseudonyms. Nothing is sent, run or made.
extension CheckUp {
    func surroundings() -> [CheckFinding] {
        [
            mail(), notify(), metrics(), hook("on-success", settings.onSuccess), hook("on-failure", settings.onFailure),
            redaction(),
        ]
        .compactMap { $0 }
    }

    private func mail() -> CheckFinding? {
        guard let mail = settings.mail else { return nil }
        return finding("mail") {
            let recipients = mail.to + mail.cc + mail.bcc + mail.incidentsTo + mail.digestTo
            for address in [mail.from] + recipients { _ = try MailAddress(address) }
            if let smtp = mail.smtp {
                let secret =
                    smtp.passwordFile.map { SecretPlace.file(path: $0) }
                    ?? smtp.passwordEnvironment.map { .environment(name: $0) }
                if let problem = secret?.problem("the mail password") { throw Failure(.configuration, problem) }
                return "\(smtp.host), port \(smtp.port), \(smtp.tls.rawValue); not asked" + CheckUp.plan(mail)
            }
            guard let command = mail.sendmail else { return "written beside the report, not sent" }
            return try program(of: command) + CheckUp.plan(mail)
        }
    }

    private func notify() -> CheckFinding? {
        guard let notify = settings.notify else { return nil }
        return finding("notify") {
            if let problem = notify.problem { throw Failure(.configuration, problem) }
            return notify.names.isEmpty ? "no service" : notify.names.joined(separator: ", ") + "; not asked"
        }
    }

    /// Who gets what, for the eye of whoever set it.
    private static func plan(_ mail: MailSettings) -> String {
        var parts: [String] = []
        let everyone = mail.to + mail.cc + mail.bcc
        if mail.when != .never, !everyone.isEmpty {
            parts.append("every day" + (mail.when == .worse ? " that is worse" : "") + " to \(everyone.count)")
        }
        if mail.when != .never, !mail.incidentsTo.isEmpty {
            parts.append("every incident to \(mail.incidentsTo.count)")
        }
        for period in MailSettings.Digest.allCases where mail.digest.contains(period) {
            let recipients = mail.digestTo.isEmpty ? everyone : mail.digestTo
            parts.append("every \(period.rawValue) to \(recipients.count)")
        }
        return parts.isEmpty ? "; nothing is sent" : "; " + parts.joined(separator: ", ")
    }

    private func metrics() -> CheckFinding? {
        guard let path = settings.metricsFile else { return nil }
        return finding("metrics-file") {
            guard FileManager.default.isWritableFile(atPath: path.folder) else {
                throw Failure(.configuration, "\(path): its folder does not exist or is not writable")
            }
            return path
        }
    }

    private func hook(_ name: String, _ command: Command?) -> CheckFinding? {
        command.map { command in finding(name) { try program(of: command) } }
    }

    private func redaction() -> CheckFinding? {
        guard settings.redact, let path = settings.redactKeyPath else { return nil }
        return finding("redact") {
            guard FileManager.default.fileExists(atPath: path) else {
                return "\(path): does not exist yet; the first run creates it"
            }
            _ = try RedactionKey.secret(at: path)
            return path
        }
    }

    /// The program that a command starts; one without a slash is looked for as a shell does.
    private func program(of command: Command) throws -> String {
        let name = command.words.first ?? ""
        let folders =
            name.contains("/")
            ? [""]
            : (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { $0 + "/" }
        guard let found = folders.map({ $0 + name }).first(where: FileManager.default.isExecutableFile) else {
            throw Failure(.configuration, "\(name): no such program, or not executable")
        }
        return found
    }
}
