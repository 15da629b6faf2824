package import Diagnosis
package import Model

/// Connected devices over the day: the band between the least and the most of each window.
///
/// A curve sampled at the end of each window would miss a dip that is over before the window is.
package struct ConnectedChart: Sendable {
    package let frame: ChartFrame
    package let scale: Scale
    package let band: String
    /// The lower edge of the band.
    package let line: String
    /// The metric export; empty where there is none.
    package let metric: String
    /// Median of how many more devices the metric counts than the middle of the band; nil without a metric.
    package let medianGap: Int?
    /// Where the metric lies furthest from that, and how many devices more or fewer it counts there.
    package let widestGap: (at: Instant, gap: Int)?
    package let lowest: ConnectedPoint
    package let highest: ConnectedPoint

    /// Nil without points.
    package init?(frame: ChartFrame, points: [ConnectedPoint], metric: [ConnectedPoint] = []) {
        let points = points.filter { frame.span.contains($0.start) }
        guard let first = points.first else { return nil }
        var (lowest, highest) = (first, first)
        for point in points {
            if point.least < lowest.least { lowest = point }
            if point.most > highest.most { highest = point }
        }
        let inside = metric.filter { frame.span.contains($0.start) }
        let least = inside.reduce(lowest.least) { min($0, $1.least) }
        let most = inside.reduce(highest.most) { max($0, $1.most) }
        // From zero where that costs less than half of the height; else the axis is broken, and says so.
        // Never so narrow that the coming and going of a few devices looks like a landslide.
        let gaps = ConnectedChart.gaps(inside, points)
        let sorted = gaps.map(\.gap).sorted()
        let usual = sorted.isEmpty ? nil : sorted[sorted.count / 2]
        medianGap = usual
        widestGap = gaps.max { abs($0.gap - (usual ?? 0)) < abs($1.gap - (usual ?? 0)) }
        let floor = max(0, min(least, most - max(5, most / 10)))
        let scale = Scale(from: least * 2 < most ? 0 : floor, to: most)
        self.frame = frame
        self.scale = scale
        self.lowest = lowest
        self.highest = highest
        func y(_ value: Int) -> Int { frame.y(scale.share(value)) }
        var band = ""
        var line = ""
        for run in ConnectedChart.runs(points) {
            let upper = ConnectedChart.steps(run, frame: frame) { y($0.most) }
            let lower = ConnectedChart.steps(run, frame: frame) { y($0.least) }
            band += ConnectedChart.path(upper + lower.reversed()) + "Z"
            line += ConnectedChart.path(lower)
        }
        self.band = band
        self.line = line
        self.metric = ConnectedChart.polyline(inside.map { (frame.x($0.start), y(($0.least + $0.most) / 2)) })
    }

    package var startsAboveZero: Bool { scale.least > 0 }

    private static func gaps(_ metric: [ConnectedPoint], _ points: [ConnectedPoint]) -> [(at: Instant, gap: Int)] {
        let own = Dictionary(points.map { ($0.start, ($0.least + $0.most) / 2) }) { first, _ in first }
        return metric.compactMap { point in
            own[point.start].map { (at: point.start, gap: (point.least + point.most) / 2 - $0) }
        }
    }

    /// Length of a window of the curve.
    private static let seconds: Int64 = 300

    /// Windows that follow one another; nothing is drawn where there are none.
    private static func runs(_ points: [ConnectedPoint]) -> [[ConnectedPoint]] {
        var runs: [[ConnectedPoint]] = []
        var last: ConnectedPoint?
        for point in points {
            if let last, point.start.seconds(since: last.start) <= seconds {
                runs[runs.count - 1].append(point)
            } else {
                runs.append([point])
            }
            last = point
        }
        return runs
    }

    private static func path(_ corners: [(x: Int, y: Int)]) -> String {
        guard let first = corners.first else { return "" }
        var path = StepPath()
        path.move(to: first.x, first.y)
        for corner in corners.dropFirst() {
            path.line(toX: corner.x)
            path.line(toY: corner.y)
        }
        return path.text
    }

    /// Straight lines from point to point; level stretches, of which a metric of every minute has many, are one line.
    private static func polyline(_ points: [(x: Int, y: Int)]) -> String {
        guard let first = points.first else { return "" }
        var path = StepPath()
        path.move(to: first.x, first.y)
        for (position, point) in points.enumerated().dropFirst() {
            let isLevel = point.y == points[position - 1].y
            if isLevel, position + 1 < points.count, points[position + 1].y == point.y { continue }
            path.line(to: point.x, point.y)
        }
        return path.text
    }

    /// Corners of a step line, without those on a straight stretch.
    private static func steps(
        _ points: [ConnectedPoint], frame: ChartFrame, y: (ConnectedPoint) -> Int
    ) -> [(x: Int, y: Int)] {
        var corners: [(x: Int, y: Int)] = []
        for point in points {
            let end = point.start.advanced(bySeconds: seconds)
            let height = y(point)
            if let last = corners.last, last.y == height {
                corners[corners.count - 1] = (frame.x(end), height)
                if corners.count < 2 || corners[corners.count - 2].y != height {
                    corners.insert(last, at: corners.count - 1)
                }
                continue
            }
            corners.append((frame.x(point.start), height))
            corners.append((frame.x(end), height))
        }
        return corners
    }
}
