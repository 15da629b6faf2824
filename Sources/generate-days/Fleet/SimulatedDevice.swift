/// A device of a hub: what stays the same over the generated days.
struct SimulatedDevice: Sendable {
    enum Transport: Sendable { case mqtt, amqp }
    enum Credential: String, Sendable {
        case sas
        case selfSigned
        case certificateAuthority
    }

    let hub: Int
    let number: Int
    let id: String
    let role: Role
    /// Place in `ClientSoftware.all`.
    let software: Int
    let transport: Transport
    let credential: Credential
    let site: Site
    /// Comes through a mobile carrier and has another prefix at each connect.
    let roams: Bool
    /// Modules with connections of their own, on gateways only.
    let modules: [String]
    /// Seconds from connect to renewal, nil when the device needs none.
    let renewalPeriod: Int?
    let renewalTrace: ClientSoftware.Trace
    /// The hour's second and the day's minute at which a `fixedTime` device restarts.
    let fixedSecondOfDay: Int

    var keepAlive: Int { ClientSoftware.all[software].keepAlive }
    var takeoverCode: Code { transport == .amqp ? .takeoverAMQP : .takeoverMQTT }
    var customer: String { role == .expiring ? "brookfield" : ["acme-water", "northwind", "contoso"][number % 3] }

    init(hub: Int, number: Int, role: Role, sites: Int, random: inout SeededRandom) {
        self.hub = hub
        self.number = number
        self.role = role
        id = Self.id(number: number, role: role)
        transport = Self.transport(of: role, &random)
        credential = Self.credential(of: role, transport, &random)
        software = Self.software(of: role, transport, credential, &random)
        let siteNumber = random.whole(0, sites - 1)
        site = Site(number: siteNumber, hub: hub)
        roams = [.weakLink, .renewingOnWeakLink].contains(role) && random.happens(0.3)
        modules = role == .gateway ? ["$edgeAgent", "$edgeHub"] + (random.happens(0.6) ? ["filter"] : []) : []
        let facts = ClientSoftware.all[software]
        if transport == .amqp || credential != .sas || [.weakLink, .flapping, .idleCut, .sleepy].contains(role) {
            renewalPeriod = nil
        } else if role == .renewingAtOwnPace {
            renewalPeriod = random.pick([1_200, 1_800, 5_700, 10_800], or: 1_800)
        } else {
            renewalPeriod = random.whole(facts.renewalPeriod.lowerBound, facts.renewalPeriod.upperBound)
        }
        renewalTrace = random.pick(facts.traces, or: .closed)
        fixedSecondOfDay = random.whole(0, 1_439) * 60
    }

    /// Two ids use the odd characters that the identity registry allows.
    private static func id(number: Int, role: Role) -> String {
        switch (role, number) {
        case (.gateway, _): "gw-\(padded(number))"
        case (_, 13): "pump_*13*_(old)"
        case (_, 77): "pump=77,unit:b'#1"
        default: "pump-\(padded(number))"
        }
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func transport(of role: Role, _ random: inout SeededRandom) -> Transport {
        switch role {
        case .gateway: .amqp
        case .stable, .weakLink, .rareCodes: random.happens(0.5) ? .amqp : .mqtt
        case .sideEffects: random.happens(0.7) ? .amqp : .mqtt
        case .duplicated: random.happens(0.35) ? .amqp : .mqtt
        default: .mqtt
        }
    }

    private static func credential(of role: Role, _ transport: Transport, _ random: inout SeededRandom) -> Credential {
        switch role {
        case .expiring: .certificateAuthority
        case .weakLink, .flapping, .idleCut, .gone, .rareCodes: random.happens(0.7) ? .selfSigned : .sas
        case .stable, .gateway: transport == .mqtt || random.happens(0.4) ? .selfSigned : .sas
        default: .sas
        }
    }

    private static func software(
        of role: Role, _ transport: Transport, _ credential: Credential, _ random: inout SeededRandom
    ) -> Int {
        if transport == .amqp { return random.pick(ClientSoftware.places(of: [.c, .node, .dotnet, .java]), or: 0) }
        switch role {
        case .renewingOnWeakLink, .weakLink:
            let old: Bool? = random.happens(0.4) ? true : nil
            return random.pick(ClientSoftware.places(of: [.c, .python, .node, .dotnet, .java], old: old), or: 0)
        case .renewingAtOwnPace:
            return random.pick(ClientSoftware.places(of: [.python, .node, .dotnet, .plain]), or: 0)
        case .sleepy: return random.pick(ClientSoftware.places(of: [.c, .python, .plain]), or: 0)
        default:
            let families: [ClientSoftware.Family] = [.c, .c, .python, .python, .node, .dotnet, .java]
            let family = random.pick(families, or: .c)
            return random.pick(ClientSoftware.places(of: [family], old: random.happens(0.9) ? false : nil), or: 0)
        }
    }
}
