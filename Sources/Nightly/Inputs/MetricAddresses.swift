import Azure
import Diagnosis
import Inputs
import Model
import Store

/// Hubs that are asked for the metric of connected devices, day by day: Azure Monitor has it for about three months, by the
/// minute.
final class MetricAddresses {
    private let addresses: [String]
    private var log: SideInputLog

    init(_ addresses: [String], _ redaction: Redaction?) {
        self.addresses = addresses
        log = SideInputLog(redaction)
    }

    /// What is known of a day, and of what of it nothing is, each a sentence.
    func points(of day: ReportDay) -> (points: [ConnectedMetric], problems: [String]) {
        log.beginDay()
        var points: [ConnectedMetric] = []
        for address in addresses {
            log.read(.metrics, address) { () throws(InputError) in
                let result = try MetricReader().read(HubResourceAddress.metrics(address, of: day.span, .ofThisProcess))
                points += result.points
                return result.summary
            }
        }
        return (points, log.problems[.metrics] ?? [])
    }
}
