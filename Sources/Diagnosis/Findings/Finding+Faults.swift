extension Finding.Kind {
    /// Whose such a matter most likely is, the likeliest first; empty where it points at nobody.
    package var faults: [Fault] {
        switch self {
        case .flapping: [.network, .device]
        case .notBack: [.device, .network]
        case .credentialRefused: [.credential, .device]
        case .clockDrift: [.device]
        case .duplicateIdentity, .secondParty: [.configuration, .credential]
        case .hubWithoutRecords: [.configuration]
        case .disabledInRegistry, .unknownToRegistry, .registryDisagrees, .moved: [.registry]
        case .oldSDK, .slowRenewal: [.clientLogic]
        case .idleTimeout: [.network]
        case .throttled, .connectLimit: [.throttling]
        case .sleepyByDesign, .fixedTimeOfDay, .worseThanBaseline, .risingDropRate, .newDevice, .newCode, .newHub,
            .leftFleet, .incident:
            []
        }
    }
}

extension Incident.Kind {
    /// Whose such an incident most likely is, the likeliest first; empty where it points at nobody.
    package var faults: [Fault] {
        switch self {
        case .siteOutage: [.network]
        case .serviceIncident, .platformUpgrade: [.service]
        case .reconnectStorm: [.throttling, .clientLogic]
        case .dailyQuota: [.throttling]
        case .massDrop: []
        }
    }
}
