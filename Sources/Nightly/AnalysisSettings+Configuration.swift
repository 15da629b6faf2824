package import Diagnosis
package import Settings

extension Configuration {
    /// What the diagnosis is told.
    package var analysisSettings: AnalysisSettings {
        var analysis = AnalysisSettings()
        analysis.apply(thresholds)
        analysis.groupTag = groupByTag ?? ""
        analysis.alerts = alerts
        analysis[.connectsPerSecondLimit] = Double(connectLimit ?? 0)
        return analysis
    }
}
