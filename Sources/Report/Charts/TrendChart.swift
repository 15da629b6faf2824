/// A row of bars, one a day, small enough to stand beside a number.
///
/// Bars begin at zero. Those of availability hang from the top and are as long as what is lacking of it, since a bar of
/// 99.8 % is as high as one of 97 %. A day of which nothing is known has a bar of its own kind over the whole height;
/// those before the first known day are left out.
package struct TrendChart: Sendable, Equatable {
    package static let height = 20
    /// Of a day, in units of the width.
    package static let step = 4

    package let width: Int
    /// Lines, to be drawn three units wide: days that are complete, days that lack input, the last day, unknown days.
    package let complete: String
    package let partial: String
    package let last: String
    package let unknown: String

    /// Nil where no day before the last is known: there is nothing to see then.
    ///
    /// - Parameters:
    ///   - values: oldest first; of availability, from 0 to 1.
    ///   - isComplete: of each.
    package init?(_ values: [Double?], isComplete: [Bool], hangs: Bool = false) {
        guard let first = values.dropLast().firstIndex(where: { $0 != nil }) else { return nil }
        let lengths = values.map { value in value.map { hangs ? max(0, 1 - $0) : $0 } }
        let most = lengths.compactMap { $0 }.max() ?? 0
        width = (values.count - first) * TrendChart.step
        var paths = ["", "", "", ""]
        for (position, length) in lengths.enumerated() where position >= first {
            let x = (position - first) * TrendChart.step + TrendChart.step / 2
            guard let length else {
                paths[3] += "M\(x) 0v\(TrendChart.height)"
                continue
            }
            guard length > 0, most > 0 else { continue }
            let units = max(1, Int((length / most * Double(TrendChart.height)).rounded()))
            let kind = position == values.count - 1 ? 2 : isComplete[position] ? 0 : 1
            paths[kind] += hangs ? "M\(x) 0v\(units)" : "M\(x) \(TrendChart.height)v-\(units)"
        }
        (complete, partial, last, unknown) = (paths[0], paths[1], paths[2], paths[3])
    }
}
