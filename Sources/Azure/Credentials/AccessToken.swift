import Foundation
import Model

/// What Microsoft Entra ID gives out: whoever shows it is taken for the identity that asked.
struct AccessToken: Sendable {
    let text: String
    let ends: Instant

    /// Reads the answer of a token endpoint or of `az account get-access-token -o json`; nil for anything else.
    init?(_ json: [UInt8], now: Instant) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)),
            let text = answer.access_token ?? answer.accessToken, !text.isEmpty,
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return nil }
        self.text = text
        if let seconds = answer.expires_on?.seconds, seconds > 0 {
            ends = Instant(seconds: min(seconds, 4_102_444_800))
        } else {
            // An older az says it in a zone that it does not name; it gives none that ends within five minutes.
            ends = now.advanced(bySeconds: min(max(answer.expires_in?.seconds ?? 600, 0), 864_000))
        }
    }

    private struct Answer: Decodable {
        let access_token, accessToken: String?
        let expires_on, expires_in: Number?
    }

    /// Entra writes numbers, managed identities write them as texts.
    private struct Number: Decodable {
        let seconds: Int64?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                seconds = Int64(exactly: number.rounded())
            } else {
                seconds = try Int64(container.decode(String.self))
            }
        }
    }
}
