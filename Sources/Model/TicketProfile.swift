/// The form of a ticket's text, by the system that takes it.
package enum TicketProfile: String, CaseIterable, Sendable {
    /// GitHub: Markdown with tables.
    case gfm
    /// GitLab: the same Markdown with more room.
    case gitlab
    /// A work item of Azure DevOps: HTML.
    case adoHTML = "ado-html"
    /// ServiceNow and everything else that shows text as it is.
    case plain

    /// Most UTF-16 units of a text: GitHub takes 65,536 characters in a comment, GitLab 1,048,576 in a description
    /// (GitLab documentation, "Issuable-like models"), Azure DevOps 1,048,576 in a field, ServiceNow 4,000 in a text of
    /// several lines (ServiceNow documentation, "Field types").
    package var budget: Int {
        switch self {
        case .gfm: 60_000
        case .gitlab, .adoHTML: 200_000
        case .plain: 4000
        }
    }

    /// `md`, `html` or `txt`.
    package var fileEnding: String {
        switch self {
        case .gfm, .gitlab: "md"
        case .adoHTML: "html"
        case .plain: "txt"
        }
    }
}
