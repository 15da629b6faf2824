/// A device of a hub: what stays the same over the generated days.
struct SimulatedDevice: Sendable {
    enum Transport: Sendable { case mqtt, amqp }
    enum Credential: String, Sendable {
        case sas
        case selfSigned
        case certificateAuthority
    }

    private(set) var hub: Int
    let number: Int
    var id: String
    let role: Role
    /// Place in `ClientSoftware.all`.
    var software: Int
    var transport: Transport
    var credential: Credential
    var site: Site
    /// Comes through a mobile carrier and has another prefix at each connect.
    var roams: Bool
    /// Modules with connections of their own, on gateways only.
    let modules: [String]
    /// Seconds from connect to renewal, nil when the device needs none.
    var renewalPeriod: Int?
    var renewalTrace: ClientSoftware.Trace
    /// The hour's second and the day's minute at which a `fixedTime` device restarts.
    let fixedSecondOfDay: Int
    /// What it does besides its role, its number among those that do, and their group.
    private(set) var behaviour: Behaviour?
    private(set) var member = 0
    var group = 0
    /// Has no connection when the data begins.
    var startsOffline: Bool
    /// When it connects for the first time, where a behaviour says so.
    var arrival: Int?
    /// When it leaves the hub.
    private(set) var departure = Int.max
    /// When its habit changes.
    var change: Int?

    var keepAlive: Int { ClientSoftware.all[software].keepAlive }
    var link: Link { Link(software: software, prefix: site.prefix) }
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
        startsOffline = [.sleepy, .newcomer].contains(role)
    }

    /// Makes it a member of a behaviour.
    mutating func join(_ behaviour: Behaviour, as member: Int, _ plan: Plan) {
        var random = SeededRandom(seed: plan.seed, 22, number)
        self.behaviour = behaviour
        self.member = member
        group = member / behaviour.groupSize
        departure = plan.firstDay + random.whole(6 * 3_600, 18 * 3_600)
        change = plan.firstDay + random.whole(8 * 3_600, 16 * 3_600)
        behaviour.shape(&self, &random)
    }

    /// The same device on another hub, from its arrival on.
    func moved(to hub: Hub, _ plan: Plan) -> SimulatedDevice {
        var copy = self
        copy.hub = hub.number
        var random = SeededRandom(seed: plan.seed, 22, number)
        behaviour?.shape(&copy, &random)
        return copy
    }

    /// Gives it other software, with all that follows from it.
    mutating func use(
        _ transport: Transport, _ credential: Credential, _ families: [ClientSoftware.Family],
        _ random: inout SeededRandom
    ) {
        (self.transport, self.credential) = (transport, credential)
        software = random.pick(ClientSoftware.places(of: families, old: false), or: 0)
        let facts = ClientSoftware.all[software]
        let renews = transport == .mqtt && credential == .sas
        let (shortest, longest) = (facts.renewalPeriod.lowerBound, facts.renewalPeriod.upperBound)
        renewalPeriod = renews ? random.whole(shortest, longest) : nil
        renewalTrace = random.pick(facts.traces, or: .closed)
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
