import Model

/// Counts per window, stacked: one closed path per series, drawn as steps.
package struct StackedChart: Sendable, Equatable {
    package struct Series: Sendable, Equatable {
        package let name: String
        package let total: Int
        package let path: String
    }

    package let frame: ChartFrame
    package let scale: Scale
    package let series: [Series]
    /// The outline of another day; empty where there is none.
    package let outline: String
    /// The highest window and its count; nil where all are zero.
    package let peak: (window: Int, count: Int)?

    /// - Parameters:
    ///   - series: names and counts per window, the first at the bottom.
    ///   - outline: counts per window of another day, nil where nothing is known; a longer day is cut.
    package init(frame: ChartFrame, windows: Int, series: [(name: String, counts: [Int])], outline: [Int?] = []) {
        var base = [Int](repeating: 0, count: windows)
        var layers: [(name: String, low: [Int], high: [Int])] = []
        for entry in series {
            var top = base
            for window in 0..<min(windows, entry.counts.count) { top[window] += entry.counts[window] }
            layers.append((entry.name, base, top))
            base = top
        }
        let scale = Scale(to: max(base.max() ?? 0, outline.compactMap { $0 }.max() ?? 0))
        self.frame = frame
        self.scale = scale
        self.series = layers.map { layer in
            Series(
                name: layer.name, total: zip(layer.high, layer.low).reduce(0) { $0 + $1.0 - $1.1 },
                path: StackedChart.area(low: layer.low, high: layer.high, frame: frame, scale: scale))
        }
        self.outline = outline.isEmpty ? "" : StackedChart.steps(outline, windows: windows, frame: frame, scale: scale)
        peak = base.indices.max { base[$0] < base[$1] }.flatMap { base[$0] > 0 ? ($0, base[$0]) : nil }
    }

    package static func == (left: StackedChart, right: StackedChart) -> Bool {
        left.frame == right.frame && left.scale == right.scale && left.series == right.series
            && left.outline == right.outline
    }

    /// Closed step shapes, one per run of windows in which the series has anything.
    private static func area(low: [Int], high: [Int], frame: ChartFrame, scale: Scale) -> String {
        var path = ""
        var window = 0
        while window < high.count {
            guard high[window] > low[window] else {
                window += 1
                continue
            }
            var end = window
            while end < high.count, high[end] > low[end] { end += 1 }
            path += run(window..<end, low: low, high: high, frame: frame, scale: scale)
            window = end
        }
        return path
    }

    private static func run(_ range: Range<Int>, low: [Int], high: [Int], frame: ChartFrame, scale: Scale) -> String {
        let count = high.count
        func x(_ window: Int) -> Int { window * ChartFrame.width / count }
        func y(_ value: Int) -> Int { frame.y(scale.share(value)) }
        var path = StepPath()
        path.move(to: x(range.lowerBound), y(low[range.lowerBound]))
        for window in range {
            let next = y(high[window])
            path.line(toY: next)
            if window + 1 == range.upperBound || y(high[window + 1]) != next { path.line(toX: x(window + 1)) }
        }
        for window in range.reversed() {
            let next = y(low[window])
            path.line(toY: next)
            // Closing draws the last line.
            if window > range.lowerBound, y(low[window - 1]) != next { path.line(toX: x(window)) }
        }
        path.close()
        return path.text
    }

    private static func steps(_ counts: [Int?], windows: Int, frame: ChartFrame, scale: Scale) -> String {
        var path = StepPath()
        var last: Int?
        for window in 0..<min(windows, counts.count) {
            guard let count = counts[window] else {
                last = nil
                continue
            }
            let y = frame.y(scale.share(count))
            if last == nil {
                path.move(to: window * ChartFrame.width / windows, y)
            } else {
                path.line(toY: y)
            }
            last = y
            let next = window + 1 < min(windows, counts.count) ? counts[window + 1] : nil
            if next.map({ frame.y(scale.share($0)) }) != y {
                path.line(toX: (window + 1) * ChartFrame.width / windows)
            }
        }
        return path.text
    }
}
