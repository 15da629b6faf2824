/// Why a text is no XML that is read here; `offset` is the byte at which that shows.
package struct XMLProblem: Error, Hashable {
    let words: String
    let offset: Int
}
