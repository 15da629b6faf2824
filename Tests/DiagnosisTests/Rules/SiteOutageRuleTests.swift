import Testing

@testable import Diagnosis

@Suite struct SiteOutageRuleTests {
    @Test func devicesOfOnePrefixThatDropTogetherAreASiteOutage() {
        let day = fleet([("203.0.113", 12, 12), ("198.51.100", 20, 0), ("192.0.2", 20, 0)]).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.siteOutage])
        let incident = day.diagnosis.incidents.first
        #expect(incident?.scope == .addressPrefix && incident?.scopeValue == "203.0.113")
        #expect(incident?.devices == 12)
        #expect(incident?.start == LogLines.time("10:00:00"))
        #expect(incident?.notBack == 0)
        #expect(incident?.startUncertaintySeconds == 450, "1.5 times the longest default keep-alive, 300 s")
        #expect(Set(day.drops.map(\.cause)) == [.siteOutage])
        #expect(day.drops.allSatisfy { $0.incident == 1 })
    }

    @Test func aSiteOfWhichOneDeviceGotAServiceCodeIsNotSure() {
        var lines = fleet([("203.0.113", 12, 12), ("198.51.100", 20, 0), ("192.0.2", 20, 0)])
        lines.add("10:00:10 d0-0 disconnect 500001 ip=203.0.113")
        let incidents = lines.analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.map(\.confidence) == [.medium])
    }

    @Test func aFleetBehindOneAddressProvesNoSite() {
        let day = fleet([("203.0.113", 30, 15), ("198.51.100", 5, 0)]).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.massDrop], "neither a site nor Azure is blamed")
        #expect(day.diagnosis.incidents.map(\.confidence) == [.low])
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss], "the cause of the single drops is left as it is")
    }

    /// Twelve of fifteen devices of one network, and none of fifteen others.
    @Test func aSiteThatHoldsHalfOfASmallFleetIsOneWhereTheOthersAreSpared() {
        let rest = (0..<15).map { (prefix: "198.51.\($0)", devices: 1, drop: 0) }
        let incidents = fleet([("203.0.113", 15, 12)] + rest).analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.map(\.scopeValue) == ["203.0.113"])
    }

    @Test func anOutageThatSDKsNoticeOverSevenMinutesIsOneIncident() {
        // 12 devices 38 s apart: 6 minutes and 58 seconds.
        let incidents = log(site(twelve, apart: 38, sdks: ["python", "java", "net"])).analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.first?.devices == 12)
        #expect(incidents.first?.lastDrop == LogLines.time("10:06:58"))
    }
}
