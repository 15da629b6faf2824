import Model

@testable import Azure

/// An environment of a test's own, in which no machine answers and nobody has logged in.
func surroundings(
    _ environment: [String: String] = [:], az: String? = nil, now: Instant = Instant(seconds: 1_773_210_600),
    pause: @escaping @Sendable (Int) -> Void = { _ in }
) -> AzureSurroundings {
    var all = ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1"]
    all.merge(environment) { $1 }
    return AzureSurroundings(environment: all, agent: "hubdrops/test", now: { now }, pause: pause) { _ in
        az.map { .success(Array($0.utf8)) } ?? .failure(.init("not there"))
    }
}
