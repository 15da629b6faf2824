@testable import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct ChartTests {
    static let day = ReportDay(utc: CivilDate(daysSince1970: 20_000))

    @Test(arguments: [
        (0, 1, 1), (4, 4, 1), (5, 5, 1), (6, 6, 2), (7, 8, 2), (23, 25, 5), (699, 800, 200), (51, 60, 20),
    ])
    func anAxisEndsAtARoundValueWithAtMostFiveSteps(most: Int, end: Int, step: Int) {
        let scale = Scale(to: most)
        #expect(scale.most == end)
        #expect(scale.step == step)
    }

    /// 960 units for four windows: 240 each; 100 units for at most 2: 50 each.
    @Test func stepsAreDrawnOncePerRunAndStackOnTheSeriesBelow() {
        let frame = ChartFrame(span: Self.day.span, height: 100)
        let chart = StackedChart(
            frame: frame, windows: 4, series: [("a", [1, 1, 0, 1]), ("b", [0, 1, 0, 0])], outline: [2, 0, nil, 0])
        #expect(chart.series[0].path == "M0 100v-50h480v50ZM720 100v-50h240v50Z")
        #expect(chart.series[1].path == "M240 50v-50h240v50Z")
        #expect(chart.outline == "M0 0h240v100h240M720 100h240")
        #expect(chart.peak?.window == 1)
        #expect(chart.peak?.count == 2)
    }

    @Test func aShortIncidentIsStillSeen() {
        let frame = ChartFrame(span: Self.day.span)
        let last = Self.day.span.end.advanced(bySeconds: -1)
        #expect(
            ChartBand(frame: frame, from: last, to: last) == ChartBand(frame: frame, from: last, to: Self.day.span.end))
        #expect(ChartBand(frame: frame, from: last, to: last).x == 957)
        #expect(ChartBand(frame: frame, from: last, to: last).width == 3)
    }

    @Test func theCurveShowsADipWithinAWindowAndNothingWhereNothingIsKnown() throws {
        let start = Self.day.span.start
        let points = [
            ConnectedPoint(start: start, least: 100, most: 100),
            ConnectedPoint(start: start.advanced(bySeconds: 300), least: 60, most: 100),
            ConnectedPoint(start: start.advanced(bySeconds: 43_200), least: 90, most: 90),
        ]
        let curve = try #require(ConnectedChart(frame: ChartFrame(span: Self.day.span, height: 100), points: points))
        #expect(curve.scale == Scale(from: 60, to: 100))
        #expect(curve.startsAboveZero)
        #expect(curve.lowest.least == 60)
        // 300 s are 3.33 units; the axis runs from 60 to 100 in 100 units.
        #expect(curve.line == "M0 0h3v100h4M480 25h3")
    }

    @Test func aMetricOfEveryMinuteIsOneLineWhereItIsLevel() throws {
        let start = Self.day.span.start
        let points = [ConnectedPoint(start: start, least: 50, most: 100)]
        // A minute is two thirds of a unit: 0, 1, 1, 2, 3, 3; the axis runs from 50 to 100 in 100 units.
        let metric = [100, 100, 100, 50, 50, 75].enumerated().map { minute, count in
            ConnectedPoint(start: start.advanced(bySeconds: Int64(minute) * 60), least: count, most: count)
        }
        let frame = ChartFrame(span: Self.day.span, height: 100)
        let curve = try #require(ConnectedChart(frame: frame, points: points, metric: metric))
        #expect(curve.scale == Scale(from: 50, to: 100))
        #expect(curve.metric == "M0 0h1l1 100h1v-50")
    }

    @Test func theGapToTheMetricIsItsMedian() throws {
        let points = (0..<3).map {
            ConnectedPoint(start: Self.day.span.start.advanced(bySeconds: Int64($0) * 300), least: 8, most: 12)
        }
        // Middles of 10 each, against 13, 15 and 40: 3, 5 and 30 more.
        let metric = zip(points, [13, 15, 40]).map { ConnectedPoint(start: $0.start, least: $1, most: $1) }
        let frame = ChartFrame(span: Self.day.span)
        #expect(try #require(ConnectedChart(frame: frame, points: points, metric: metric)).medianGap == 5)
        #expect(try #require(ConnectedChart(frame: frame, points: points)).medianGap == nil)
    }

    @Test func aCurveThatFallsBelowHalfIsDrawnFromZero() throws {
        let points = [ConnectedPoint(start: Self.day.span.start, least: 40, most: 100)]
        #expect(try #require(ConnectedChart(frame: ChartFrame(span: Self.day.span), points: points)).scale.least == 0)
    }

    @Test func aStripHasOneShapePerRun() {
        let strip = DayStrip("uudd?ud")
        #expect(strip.down == "M2 4h2m2 0h1")
        #expect(strip.unknown == "M4 4h1")
        #expect(DayStrip.text("uuuuuddd????dddd") == "▁▇·█")
    }

    @Test func missingDataIsADotAndNotTheLowestBlock() {
        #expect(Sparkline.text([0, nil, 1, 7]) == "▁·▂█")
    }

    @Test func anIncidentOfManyQuietDevicesStandsInTheRowOfTheOthers() throws {
        let noisy = DeviceDay(
            hub: "h", device: "noisy", module: "", drops: 2, strip: "uuuuuuuuddduuudd",
            dropsPerHour: [1, 0, 1] + [Int](repeating: 0, count: 21))
        var perWindow = [Int](repeating: 0, count: 96)
        perWindow[0] = 1
        perWindow[8] = 1
        perWindow[52] = 500
        let map = HeatMap(
            devices: [noisy], dropsPerWindow: perWindow, missing: [Bool](repeating: false, count: 24))
        let others = try #require(map.others)
        #expect(others.drops == 500)
        #expect(others.cells[13] == .drops(500))
        #expect(others.cells[0] == .drops(0))
        #expect(others.levels[13] == 4)
        #expect(map.rows[0].cells[2] == .drops(1))
        #expect(map.rows[0].levels.prefix(5) == [0, 0, 3, 2, 0])
    }

    /// Forty drops where forty are usual are no news; six where none are, and thirty where twenty are, are some: 6 and 2.2.
    @Test func theDeviceFurthestFromItsUsualDayComesFirst() {
        func device(_ name: String, _ drops: Int, usual: Double?) -> DeviceDay {
            var device = DeviceDay(hub: "h", device: name, module: "", drops: drops)
            device.usualDrops = usual
            return device
        }
        let devices = [device("every", 40, usual: 40), device("more", 30, usual: 20), device("new", 6, usual: 0)]
        func order(_ devices: [DeviceDay]) -> [Int?] {
            HeatMap(devices: devices, dropsPerWindow: [], missing: [Bool](repeating: false, count: 24)).rows.map(
                \.device)
        }
        #expect(order(devices) == [2, 1, 0])
        // Without a day before, they stay in the order of their downtime.
        #expect(order(devices.map { device($0.device, $0.drops, usual: nil) }) == [0, 1, 2])
    }

    @Test func everyHourOfADeviceThatDropsAllDayIsCounted() {
        let device = DeviceDay(
            hub: "h", device: "flapper", module: "", drops: 2400,
            dropsPerHour: [Int](repeating: 100, count: 24))
        let map = HeatMap(
            devices: [device], dropsPerWindow: [], missing: (0..<24).map { $0 == 7 })
        #expect(map.rows[0].cells[0] == .drops(100))
        #expect(map.rows[0].cells[23] == .drops(100))
        #expect(map.rows[0].cells[7] == .unknown)
    }
}
