package import Model

/// The drawing area of a chart over one day.
///
/// It is stretched to the width of the page, so that text stands beside it and never in it.
package struct ChartFrame: Sendable, Equatable {
    package static let width = 960
    package let height: Int
    package let span: TimeWindow

    package init(span: TimeWindow, height: Int = 160) {
        self.span = span
        self.height = height
    }

    /// Where a moment lies, rounded to a unit; moments outside lie on the edge.
    package func x(_ instant: Instant) -> Int {
        let length = max(1, span.seconds)
        let offset = min(max(0, instant.seconds(since: span.start)), length)
        return Int((offset * Int64(ChartFrame.width) + length / 2) / length)
    }

    package func y(_ share: Double) -> Int {
        height - Int((share * Double(height)).rounded())
    }
}

/// A span of time that a chart marks, such as an incident.
package struct ChartBand: Sendable, Equatable {
    package let x: Int
    package let width: Int

    /// At least three units wide, so that a short one is seen.
    package init(frame: ChartFrame, from start: Instant, to end: Instant) {
        let left = frame.x(start)
        width = max(3, frame.x(end) - left)
        x = min(left, ChartFrame.width - width)
    }
}
