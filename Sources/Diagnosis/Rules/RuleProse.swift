/// A sentence of a rule in which thresholds stand as their defaults: `"Back within \(.renewalBack)."`.
///
/// So a default that changes cannot leave a sentence behind.
package struct RuleProse: Sendable, Equatable, ExpressibleByStringInterpolation {
    package let text: String
    /// The sentence without the thresholds in it: what is left must not repeat their numbers.
    let withoutThresholds: String

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var withoutThresholds = ""

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            text += literal
            withoutThresholds += literal
        }

        /// The default of a threshold, in words, such as `60 seconds`, `5 %` or `3`.
        ///
        /// - Parameter less: what is taken off it, in its unit.
        package mutating func appendInterpolation(_ threshold: Threshold, less: Double = 0) {
            let row = threshold.definition
            text += row.unit.words(row.standard - less)
        }
    }

    package init(stringLiteral text: String) {
        self.text = text
        withoutThresholds = text
    }

    package init(stringInterpolation parts: StringInterpolation) {
        text = parts.text
        withoutThresholds = parts.withoutThresholds
    }

    private init(text: String, withoutThresholds: String) {
        self.text = text
        self.withoutThresholds = withoutThresholds
    }

    package static func + (left: RuleProse, right: RuleProse) -> RuleProse {
        RuleProse(text: left.text + right.text, withoutThresholds: left.withoutThresholds + right.withoutThresholds)
    }
}
