/// A device of a hub: what stays the same over the generated days.
struct Device: Sendable {
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
    /// Place in `Kit.all`.
    let kit: Int
    let transport: Transport
    let credential: Credential
    let site: Site
    /// Comes through a mobile carrier and has another prefix at each connect.
    let roams: Bool
    /// Modules with connections of their own, on gateways only.
    let modules: [String]
    /// Seconds from connect to renewal, nil when the device needs none.
    let renewalPeriod: Int?
    let renewalTrace: Kit.Trace
    /// The hour's second and the day's minute at which a `fixedTime` device restarts.
    let fixedSecondOfDay: Int

    var keepAlive: Int { Kit.all[kit].keepAlive }
    var takeoverCode: Code { transport == .amqp ? .takeoverAMQP : .takeoverMQTT }
    var customer: String { role == .expiring ? "brookfield" : ["acme-water", "northwind", "contoso"][number % 3] }

    init(hub: Int, number: Int, role: Role, sites: Int, chance: inout Chance) {
        self.hub = hub
        self.number = number
        self.role = role
        id = Self.id(number: number, role: role)
        transport = Self.transport(of: role, &chance)
        credential = Self.credential(of: role, transport, &chance)
        kit = Self.kit(of: role, transport, credential, &chance)
        let siteNumber = chance.whole(0, sites - 1)
        site = Site(number: siteNumber, hub: hub)
        roams = [.weakLink, .renewingOnWeakLink].contains(role) && chance.happens(0.3)
        modules = role == .gateway ? ["$edgeAgent", "$edgeHub"] + (chance.happens(0.6) ? ["filter"] : []) : []
        let facts = Kit.all[kit]
        if transport == .amqp || credential != .sas || [.weakLink, .flapping, .idleCut, .sleepy].contains(role) {
            renewalPeriod = nil
        } else if role == .renewingAtOwnPace {
            renewalPeriod = chance.pick([1_200, 1_800, 5_700, 10_800], or: 1_800)
        } else {
            renewalPeriod = chance.whole(facts.renewalPeriod.lowerBound, facts.renewalPeriod.upperBound)
        }
        renewalTrace = chance.pick(facts.traces, or: .closed)
        fixedSecondOfDay = chance.whole(0, 1_439) * 60
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

    private static func transport(of role: Role, _ chance: inout Chance) -> Transport {
        switch role {
        case .gateway: .amqp
        case .stable, .weakLink, .rareCodes: chance.happens(0.5) ? .amqp : .mqtt
        case .sideEffects: chance.happens(0.7) ? .amqp : .mqtt
        case .duplicated: chance.happens(0.35) ? .amqp : .mqtt
        default: .mqtt
        }
    }

    private static func credential(of role: Role, _ transport: Transport, _ chance: inout Chance) -> Credential {
        switch role {
        case .expiring: .certificateAuthority
        case .weakLink, .flapping, .idleCut, .gone, .rareCodes: chance.happens(0.7) ? .selfSigned : .sas
        case .stable, .gateway: transport == .mqtt || chance.happens(0.4) ? .selfSigned : .sas
        default: .sas
        }
    }

    private static func kit(
        of role: Role, _ transport: Transport, _ credential: Credential, _ chance: inout Chance
    ) -> Int {
        if transport == .amqp { return chance.pick(Kit.places(of: [.c, .node, .dotnet, .java]), or: 0) }
        switch role {
        case .renewingOnWeakLink, .weakLink:
            let old: Bool? = chance.happens(0.4) ? true : nil
            return chance.pick(Kit.places(of: [.c, .python, .node, .dotnet, .java], old: old), or: 0)
        case .renewingAtOwnPace: return chance.pick(Kit.places(of: [.python, .node, .dotnet, .plain]), or: 0)
        case .sleepy: return chance.pick(Kit.places(of: [.c, .python, .plain]), or: 0)
        default:
            let families: [Kit.Family] = [.c, .c, .python, .python, .node, .dotnet, .java]
            let family = chance.pick(families, or: .c)
            return chance.pick(Kit.places(of: [family], old: chance.happens(0.9) ? false : nil), or: 0)
        }
    }
}
