/// The `d` of an SVG path, in moves from where the pen is: the shortest way to write lines of many small steps.
struct StepPath {
    private(set) var text = ""
    private var at: (x: Int, y: Int) = (0, 0)

    /// Lifts the pen.
    mutating func move(to x: Int, _ y: Int) {
        text += "M\(x) \(y)"
        at = (x, y)
    }

    /// A horizontal line; nothing where the pen is there already.
    mutating func line(toX x: Int) {
        guard x != at.x else { return }
        text += "h\(x - at.x)"
        at.x = x
    }

    /// A vertical line; nothing where the pen is there already.
    mutating func line(toY y: Int) {
        guard y != at.y else { return }
        text += "v\(y - at.y)"
        at.y = y
    }

    /// A straight line; nothing where the pen is there already.
    mutating func line(to x: Int, _ y: Int) {
        guard x != at.x, y != at.y else {
            line(toX: x)
            return line(toY: y)
        }
        let down = y - at.y
        text += "l\(x - at.x)" + (down < 0 ? "" : " ") + "\(down)"
        at = (x, y)
    }

    /// Closes the shape; what follows begins with a move.
    mutating func close() { text += "Z" }
}
