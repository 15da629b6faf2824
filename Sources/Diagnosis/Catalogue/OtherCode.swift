/// A code that Microsoft documents for operations other than connects and disconnects: name, meaning and advice only;
/// the rest follows from its class.
struct OtherCode: Sendable {
    let code: String
    let name: String
    let headline: String
    let advice: String
    /// Empty for those of the class.
    let faults: [Fault]
    let transient: Transience?
    /// True where no page prints the number, or only the enumeration of an SDK does.
    let isOutsideThePage: Bool

    init(
        _ code: String, _ name: String, _ headline: String, _ advice: String, faults: [Fault] = [],
        transient: Transience? = nil, isOutsideThePage: Bool = false
    ) {
        self.code = code
        self.name = name
        self.headline = headline
        self.advice = advice
        self.faults = faults
        self.transient = transient
        self.isOutsideThePage = isOutsideThePage
    }

    var entry: CatalogueEntry {
        let its = CodeFamily.of(code)
        let source =
            isOutsideThePage
            ? "Microsoft's page on error codes does not list it; the number stands in its SDK or follows from the order there."
            : "Microsoft documents it for other operations than connects and disconnects."
        return CatalogueEntry(
            code, name, headline: headline, cause: headline + ". " + source, shortAdvice: advice, resolution: [advice],
            transient: transient ?? its.transient, faults: faults.isEmpty ? its.faults : faults,
            inConnections: .otherOperations, section: its.section)
    }
}
