import Testing

@testable import generate_days

/// Each behaviour on a quiet day, so that nothing else happens to its members.
@Suite struct BehaviourTests {
    @Test func everyBehaviourIsListedOnce() {
        #expect(Set(Behaviour.all.map(\.name)).count == Behaviour.all.count)
        #expect(Behaviour.all.allSatisfy { Behaviour.list.contains($0.name) })
    }

    @Test func aBehaviourLeavesTheOtherDevicesAsTheyAre() {
        let (plain, with) = (Self.days(nil), Self.days(.poorRadio))
        func others(_ days: Days) -> [String] {
            let members = Set(with.devices.filter { $0.behaviour != nil }.map(\.number))
            return days.truth.rows.map { (days.devices[days.identities[$0.identity].device], $0.drop) }
                .filter { !members.contains($0.0.number) }.map { "\($0.0.id) \($0.1.start) \($0.1.cause)" }
        }
        #expect(others(plain).count > 1_000)
        #expect(others(plain) == others(with))
    }

    @Test func devicesOfSeveralSDKsBehindARouterAreCutAtOneAge() throws {
        let days = Self.days(.natTimeout)
        let members = days.devices.filter { $0.behaviour != nil }
        #expect(Set(members.map(\.software)).count == 4)
        #expect(Set(members.map(\.site.prefix)).count == 1)
        for device in members {
            let ages = Self.ages(life(of: device, days.plan, days.scenario))
            #expect(ages.count > 20)
            #expect(ages.allSatisfy { age in [240, 300, 600, 1_800].contains { $0...$0 + 3 ~= age } })
        }
    }

    @Test func linksOfOneConnectionEndInTheSameSecond() {
        let days = Self.days(.multiplexed)
        let starts = Self.drops(days).filter { $0.incident != nil }.map(\.start).sorted()
        let members = days.devices.filter { $0.behaviour != nil }.count
        let moments = zip(starts, starts.dropFirst()).filter { $1 - $0 > 1 }.count + 1
        #expect(members == 9)
        #expect(starts.count == moments * members)
    }

    @Test func aSleeperWithoutAGoodbyeIsNoticedAfterItsKeepAlive() {
        let days = Self.days(.sleepers)
        for device in days.devices where device.behaviour != nil {
            let line = life(of: device, days.plan, days.scenario)
            let codes = Set(line.entries.filter { $0.kind == .disconnect }.map(\.code))
            #expect(codes == (device.member.isMultiple(of: 2) ? [.none] : [.closedRemotely]))
            let least = device.member.isMultiple(of: 2) ? 3 : device.keepAlive * 3 / 2
            #expect(Self.ages(line).allSatisfy { $0 >= least })
        }
    }

    @Test func aDeviceThatMovesConnectsToTheOtherHubWithinMinutes() throws {
        let days = Self.days(.moved, hubs: ["a", "b"])
        let here = days.devices.filter { $0.behaviour != nil && $0.hub == 0 }
        let there = days.devices.filter { $0.behaviour != nil && $0.hub == 1 }
        #expect(here.count == 2)
        #expect(here.map(\.id) == there.map(\.id))
        for (old, new) in zip(here, there) {
            let left = try #require(life(of: old, days.plan, days.scenario).entries.last)
            let came = try #require(life(of: new, days.plan, days.scenario).entries.first)
            #expect(left.kind == .disconnect && came.kind == .connect)
            #expect((1...600).contains(Int(came.time) - Int(left.time)))
        }
    }

    @Test func aSlowClockShortensConnectionsByMinutesAndIsSetRight() {
        let days = Self.days(.clockDrift)
        for device in days.devices where device.behaviour != nil {
            let ages = Self.ages(life(of: device, days.plan, days.scenario))
            let steps = zip(ages, ages.dropFirst()).map { $1 - $0 }
            #expect((ages.max() ?? 0) - (ages.min() ?? 0) > 60)
            #expect(steps.count { $0 > 60 } <= 3)
        }
        #expect(Self.drops(days).allSatisfy { $0.cause == .tokenRenewal })
    }

    @Test func aLineThatIsCutDailyDropsOnceADay() {
        let days = Self.days(.dailyReconnect)
        let members = days.devices.filter { $0.behaviour != nil }
        #expect(Self.drops(days).count == members.count)
        #expect(members.allSatisfy { $0.credential == .selfSigned })
    }

    @Test func anUpdateChangesTheRhythm() {
        let days = Self.days(.periodChange)
        for device in days.devices where device.behaviour != nil {
            let ages = Self.ages(life(of: device, days.plan, days.scenario))
            #expect(abs((ages.first ?? 0) - (ages.last ?? 0)) > 120, "\(ages)")
        }
    }

    @Test func aSlowRenewalIsALossInTheTruth() {
        let drops = Self.drops(Self.days(.slowRenewals))
        #expect(drops.count > 20)
        #expect(drops.allSatisfy { ($0.end ?? .max) - $0.start > 60 && $0.cause == .networkLoss })
    }

    @Test func aPoorRadioLeavesTakeoversAmongOtherLosses() {
        let drops = Self.drops(Self.days(.poorRadio)).filter { $0.cause != .tokenRenewal }
        #expect(drops.count > 60)
        #expect(drops.allSatisfy { $0.cause == .networkLoss })
        #expect(drops.contains { $0.codes == [.takeoverMQTT] })
        #expect(drops.contains { $0.codes == [.closedRemotely] })
    }

    @Test func aStrayClientIsRefusedBesideAHealthyDevice() {
        let days = Self.days(.strayClient)
        let members = days.devices.filter { $0.behaviour != nil }
        let entries = members.flatMap { life(of: $0, days.plan, days.scenario).entries }
        #expect(entries.count { $0.kind == .refusedConnect } > 100)
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(Self.drops(days).allSatisfy { $0.cause == .tokenRenewal })
    }

    @Test func afterItsAuthorityNoCertificateIsAcceptedAgain() {
        let days = Self.days(.caExpiry)
        let drops = Self.drops(days)
        let refused = drops.filter { $0.cause == .credentialRefused }
        #expect(refused.count == days.devices.count { $0.behaviour != nil })
        #expect(refused.allSatisfy { $0.end == nil && $0.codes == [.closedRemotely] })
    }

    @Test func afterMidnightTheQuotaIsForgotten() {
        let days = Self.days(.dailyQuota)
        let drops = days.truth.rows.map(\.drop).filter { $0.codes.contains(.quotaExceeded) }
        let midnight = days.plan.firstDay + 86_400
        #expect(drops.count > 150)
        #expect(drops.allSatisfy { ($0.end ?? .max) > midnight && $0.cause == .throttled })
        #expect(drops.count { $0.end == nil } * 10 < drops.count)
    }

    @Test func anOutageOfOneNetworkLeavesItsNeighboursAlone() throws {
        let days = Self.days(.narrowOutage, devices: 2_000)
        let members = days.devices.filter { $0.behaviour != nil }
        let place = try #require(days.scenario.incidents.firstIndex { $0.id == "narrow-outage-1" })
        let hit = days.truth.rows.filter { $0.drop.incident == place }
            .map { days.devices[days.identities[$0.identity].device].site.prefix }
        #expect(Set(hit) == [198 << 16 | 18 << 8])
        #expect(hit.count * 8 < members.count)
        #expect(hit.count == members.count { $0.group == 0 })
    }

    @Test(arguments: [Behaviour.siteOutage, .serviceIncident, .platformUpgrade])
    func anIncidentReachesAHubOfThirtyDevices(behaviour: Behaviour) {
        let days = Self.days(behaviour, devices: 30)
        #expect(days.truth.incidents.count == 1)
        #expect(days.truth.incidents.allSatisfy { $0.devices >= 3 })
    }

    @Test func lostRecordsAreFew() {
        let counts = Self.days(.lostRecords).counts
        #expect((counts.events / 500...counts.events / 200).contains(counts.lost))
    }

    private static func days(_ behaviour: Behaviour?, devices: Int = 300, hubs: [String] = ["pumps-weu"]) -> Days {
        Days(
            Plan(
                firstDay: 1_773_100_800, days: 1, hubs: Hub.hubs(named: hubs, devices: devices), seed: 1,
                profile: .quiet, noise: false, contextBefore: 10_800, contextAfter: 3_600, connectsPerSecond: 100,
                behaviours: behaviour.map { [$0] } ?? []))
    }

    /// Of the members.
    private static func drops(_ days: Days) -> [TrueDrop] {
        days.truth.rows.filter { days.devices[days.identities[$0.identity].device].behaviour != nil }.map(\.drop)
    }

    /// Seconds from connects to the ends of their connections.
    private static func ages(_ line: ConnectionHistory) -> [Int] {
        var since: UInt32?
        var ages: [Int] = []
        for entry in line.entries {
            if entry.kind == .connect { since = entry.time }
            if entry.kind == .disconnect, let start = since {
                ages.append(Int(entry.time - start))
                since = nil
            }
        }
        return ages
    }
}
