import Delivery
import Foundation
import Model
import Rendering
import Report

/// Keeps `previous.html` and `next.html` in the folder of every report: the way to the day, week or month beside it.
///
/// A page is the same whenever it is made, so it cannot know which other reports there are. It links to these two, and
/// only they are written again when a neighbour comes or goes.
struct NeighbourPages {
    static let previous = "previous.html"
    static let next = "next.html"

    let renderer: Renderer

    /// They get their names with the group of the folder.
    ///
    /// - Parameter pages: the names of all folders with a page.
    func update(_ pages: [String], in output: OutputFolder) throws {
        for names in NeighbourPages.rows(of: pages) {
            for (position, name) in names.enumerated() {
                let texts = [
                    (NeighbourPages.previous, try renderer.previous(position > 0 ? names[position - 1] : nil)),
                    (NeighbourPages.next, try renderer.next(position + 1 < names.count ? names[position + 1] : nil)),
                ].filter { file, text in
                    FileManager.default.contents(atPath: output.path + "/" + name + "/" + file) != Data(text.utf8)
                }
                if !texts.isEmpty { try write(texts, to: name, in: output) }
            }
        }
    }

    /// An archive that may not be written to keeps the way it has, and so does what a link leads to, which is said: tonight's
    /// report is none the worse.
    private func write(
        _ texts: [(file: String, text: String)], to name: String, in output: OutputFolder
    ) throws(DeliveryError) {
        do throws(DeliveryError) {
            let folder = try output.folder(name)
            for (file, text) in texts { try folder.write(text, to: file) }
        } catch {
            guard error.kind == .cannotCreate else { throw error }
            Console.problem("the links of \(name) to its neighbours stay as they are: \(error)", isWarning: true)
        }
    }

    /// Days, weeks and months, each in order of time.
    private static func rows(of pages: [String]) -> [[String]] {
        let periods = pages.compactMap { Period($0) }.sorted { $0.first < $1.first }
        return [pages.filter { CivilDate($0) != nil }.sorted()]
            + [Period.Kind.week, .month].map { kind in periods.filter { $0.kind == kind }.map(\.name) }
    }
}
