/// What a rule says of itself, for the playbook and for the report's appendix.
package struct RuleText: Sendable, Equatable {
    /// Short and stable, such as `token-renewal`; thresholds name their rule by it.
    package let name: String
    package let title: String
    package let what: RuleProse
    package let why: String
    /// In words; the values in force are in the report's appendix.
    package let thresholds: RuleProse
    /// Imperative, one step each.
    package let actions: [String]
    /// The public pages that the rule rests on.
    package let source: String
}

/// A cause with how sure the rule is.
struct Classification: Equatable {
    var cause: Cause
    var confidence: Confidence

    init(_ cause: Cause, _ confidence: Confidence) {
        self.cause = cause
        self.confidence = confidence
    }
}

/// Pages of Microsoft's documentation that several rules rest on.
enum MicrosoftDocs {
    static let errorCodes = "https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes"
    static let connectivity = "https://learn.microsoft.com/azure/iot-hub/iot-hub-troubleshoot-connectivity"
    static let monitoring = "https://learn.microsoft.com/azure/iot-hub/monitor-iot-hub"
    static let keepAlive =
        "https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub#default-keep-alive-timeout"
    static let limits = "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling"
    static let registry = "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-identity-registry"
    static let health = "https://learn.microsoft.com/azure/iot-hub/iot-hub-azure-service-health-integration"
    static let tokens = "https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-sas"
}
