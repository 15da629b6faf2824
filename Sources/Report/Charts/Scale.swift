/// The values of an axis: a round step, and as many as are easily read.
package struct Scale: Sendable, Equatable {
    package let least: Int
    package let most: Int
    package let step: Int

    /// An axis from zero to at least `most`, with three to five steps.
    package init(to most: Int) {
        self.init(from: 0, to: most)
    }

    /// An axis that holds both values and begins and ends at a whole step.
    package init(from least: Int, to most: Int) {
        let span = max(1, most - least)
        let step = Scale.roundStep(for: span)
        self.step = step
        self.least = least / step * step
        self.most = max(self.least + step, (most + step - 1) / step * step)
    }

    package var values: [Int] { Array(stride(from: least, through: most, by: step)) }

    /// The share of the axis below a value, 0 to 1.
    package func share(_ value: Int) -> Double {
        Double(min(max(value, least), most) - least) / Double(most - least)
    }

    /// 1, 2 or 5 times a power of ten, so that a span has at most five steps.
    private static func roundStep(for span: Int) -> Int {
        var power = 1
        while power <= span {
            for factor in [1, 2, 5] where span <= 5 * factor * power { return factor * power }
            power *= 10
        }
        return power
    }
}
