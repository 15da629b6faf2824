import HTTP
import Model

/// An answer that is not what was asked for, in the words of an operator.
///
/// Codes: Azure Storage, "Blob service error codes" and "Common REST API error codes". What else the answer says is not
/// shown: it may quote the request.
struct BlobRefusal {
    static let replaced = "was replaced since it was listed; the next run reads it"

    private let status: Int
    private let code: String
    private let credential: Credential

    init(_ head: HTTPHead, _ credential: Credential) {
        status = head.status
        let written = head.fields["x-ms-error-code"] ?? ""
        code = written.utf8.count < 64 && written.allSatisfy { $0.isASCII && $0.isLetter } ? written : ""
        self.credential = credential
    }

    func failure(of place: String, now: Instant) -> AzureFailure {
        let later = [404, 409, 412, 416].contains(status) || RetryRule.mayHelp(.answered(HTTPHead(status: status)))
        let answer = "HTTP \(status)" + (code.isEmpty ? "" : " \(code)")
        return AzureFailure(place, sentence(now) + " (\(answer))", later: later, status: status)
    }

    private func sentence(_ now: Instant) -> String {
        switch (status, code) {
        case (401, _), (403, "AuthenticationFailed"), (403, "InvalidAuthenticationInfo"): notAccepted(now)
        case (403, "AuthorizationPermissionMismatch"), (403, "InsufficientAccountPermissions"):
            "\(credential.words) may not read here; " + permission
        case (403, "KeyBasedAuthenticationNotPermitted"):
            "the account takes no keys; use an identity that has the role Storage Blob Data Reader"
        case (403, "AuthorizationFailure"), (403, "PublicAccessNotPermitted"):
            "\(credential.words) is not let in; \(permission), and let this machine's address through the account's firewall"
        case (403, _): "\(credential.words) is refused; " + permission
        case (404, "ContainerNotFound"):
            "the account has no such container; the first record of the diagnostic setting makes it"
        case (404, _): "is gone since it was listed"
        case (409, "BlobArchived"), (409, "BlobBeingRehydrated"):
            "is archived; bring it back to an online tier (az storage blob set-tier) or move it away"
        case (412, _): BlobRefusal.replaced
        case (416, _): "has become shorter since it was listed; the next run reads it again"
        case (408, _), (429, _), (500..., _): "the storage account is busy or out of order; the next run tries again"
        case (300..<400, _): "the server sends elsewhere; write the address that it is really at"
        default: "the storage account refuses the request; check the address"
        }
    }

    private func notAccepted(_ now: Instant) -> String {
        if case .signature(let signature) = credential.kind, let ends = signature.ends, ends <= now {
            return "the SAS ended at \(ends); make one that lasts longer"
        }
        return "\(credential.words) is not accepted; is it of this account, whole, and is this machine's clock right?"
    }

    private var permission: String {
        if case .signature = credential.kind { return "make a SAS with the permissions to read and list (sp=rl)" }
        return "give it the role Storage Blob Data Reader on the container"
    }
}
