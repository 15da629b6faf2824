/// The tables of the catalogue, one file per class of codes.
enum CatalogueTables {
    /// Every code that is described, by number; `(none)` stands last.
    static let all: [CatalogueEntry] =
        ((connections400 + connections401 + connections403 + connections404 + connections409 + connections429
        + connections5xx)
        + (other400 + other40x + other4xx + other5xx).map(\.entry))
        .sorted { $0.code < $1.code } + [withoutCode]

    /// The entry for an error record that has no `resultType`.
    static let withoutCode = CatalogueEntry(
        Catalogue.noCode, "error without a code",
        headline: "Error without a code",
        cause: "The log marks the record as an error but gives no number. Microsoft's page names two such errors, "
            + "ServiceUnavailable and InternalServerError: faults of the service, most likely short.",
        shortAdvice:
            "Read the description; ServiceUnavailable and InternalServerError are faults of the service, as 500001.",
        resolution: [
            "Read the description in the log, if there is one.",
            "For ServiceUnavailable or InternalServerError follow 500001: let devices retry, then check Resource Health "
                + "and Azure Status for that time (UTC).",
            "Otherwise look at what the device did before and after: hubdrops device ID.",
        ],
        transient: .sometimes("Most likely yes for faults of the service; otherwise not known."),
        faults: [.service, .unknown], inConnections: .plausible, section: "500xxx-internal-server-errors",
        references: [Links.resourceHealth, Links.azureStatus])
}
