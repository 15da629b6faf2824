import Foundation
import Model

/// A token for as long as it takes: renewed before it ends.
final class TokenSource: @unchecked Sendable {
    /// Seconds before its end at which a token is renewed: a request under way must not outlive it.
    static let margin: Int64 = 300
    /// Seconds for which whoever gave no token is not asked again: each blob would wait for an answer otherwise.
    static let rest: Int64 = 60

    private let lock = NSLock()
    private var token: AccessToken?
    private var failure: (error: AzureFailure, until: Instant)?
    private let fetch: @Sendable () throws(AzureFailure) -> AccessToken
    private let now: @Sendable () -> Instant

    /// - Parameter first: a token that is there already.
    init(
        _ first: AccessToken? = nil, now: @escaping @Sendable () -> Instant,
        fetch: @escaping @Sendable () throws(AzureFailure) -> AccessToken
    ) {
        token = first
        self.now = now
        self.fetch = fetch
    }

    /// A token that is good for some minutes.
    ///
    /// - Parameter refused: one that a server did not take, so that it is renewed whatever its end.
    func token(insteadOf refused: String? = nil) throws(AzureFailure) -> String {
        lock.lock()
        defer { lock.unlock() }
        let present = now()
        if let token, token.text != refused, present.advanced(bySeconds: TokenSource.margin) < token.ends {
            return token.text
        }
        let problem: AzureFailure
        if let failure, present < failure.until {
            problem = failure.error
        } else {
            do throws(AzureFailure) {
                let new = try fetch()
                (token, failure) = (new, nil)
                return new.text
            } catch {
                failure = (error, now().advanced(bySeconds: TokenSource.rest))
                problem = error
            }
        }
        // Whoever gives out tokens may be away for a while, and the old one good for as long.
        if let token, token.text != refused, present < token.ends { return token.text }
        throw problem
    }
}
