import Diagnosis
import Model
import Store

extension DayJob {
    /// The side inputs of a day: those that the settings name, else those that it was worked out with before.
    ///
    /// Who only reads is to say what the report says, so what is kept comes first.
    func inputs(of day: ReportDay) throws -> DayInputs {
        var result = DayInputs()
        try addRegistry(to: &result, day)
        try addMetrics(to: &result, day)
        try addHealth(to: &result, day)
        try addConnectionEvents(to: &result, day)
        if let redaction {
            result.registry = result.registry.map(redaction.registry)
            result.health = redaction.health(result.health)
        }
        if let registry = result.registry {
            let coverage = try coverage(of: registry, on: day)
            result.registry = coverage.registry
            result.problems += coverage.problems
        }
        return result
    }

    /// Whether the registry can be relied on for a day.
    private func coverage(of registry: Registry, on day: ReportDay) throws -> RegistryCoverage {
        let refused = vocabulary.eventTypes.map { eventType in
            eventType.operation == .connect && eventType.level.rawValue >= Level.error.rawValue
        }
        let devices = try store.devicesByHub(in: day.span) { !refused[Int($0)] }
        let connected = devices.map { hub, devices in
            (vocabulary.text(hub), Set(devices.map { vocabulary.devices[Int($0)].name }))
        }
        return RegistryCoverage(registry, connected: Dictionary(connected) { $0.union($1) })
    }

    /// What is kept of a day and to be used; nil where the files that the settings name are.
    private func kept(_ kind: KeptInput.Kind, of day: ReportDay) throws -> KeptInput? {
        let isNamed = inputs.sources[kind]?.isEmpty == false
        return isNamed && history.mayKeep ? nil : try store.input(kind, of: day.date, timeZone: day.timeZone)
    }

    private func addRegistry(to result: inout DayInputs, _ day: ReportDay) throws {
        if let kept = try kept(.registry, of: day) {
            result.registry = kept.digest.isEmpty ? nil : try KeptRegistry.registry(kept.data)
            result.kept.append(kept)
        } else {
            result.registry = inputs.registry
            result.problems += inputs.problems[.registry] ?? []
            result.kept.append(new(.registry, inputs.registryBytes))
        }
    }

    private func addMetrics(to result: inout DayInputs, _ day: ReportDay) throws {
        if let kept = try kept(.metrics, of: day) {
            result.metrics = try points(of: kept)
            result.kept.append(kept)
        } else {
            let asked = inputs.metricAddresses.points(of: day)
            let coverage = MetricCoverage(
                inputs.metrics, on: day, hubs: Set(vocabulary.eventTypes.map { vocabulary.text($0.hub) }))
            // A day that late records reopen keeps what its own night was given.
            if coverage.metrics.isEmpty, !coverage.problems.isEmpty, asked.points.isEmpty,
                let kept = try store.input(.metrics, of: day.date, timeZone: day.timeZone),
                try !points(of: kept).isEmpty
            {
                result.metrics = try points(of: kept)
                result.kept.append(kept)
                return
            }
            result.metrics = (coverage.metrics + asked.points).filter { day.span.contains($0.time) }
            result.problems += (inputs.problems[.metrics] ?? []) + coverage.problems + asked.problems
            if !asked.problems.isEmpty { history.noteFailure(of: .metrics, on: day.date) }
            result.kept.append(new(.metrics, try KeptInput.json(result.metrics.map(KeptMetric.init))))
        }
    }

    private func points(of kept: KeptInput) throws -> [ConnectedMetric] {
        kept.digest.isEmpty ? [] : try kept.decoded(as: [KeptMetric].self).map(\.metric)
    }

    private func addHealth(to result: inout DayInputs, _ day: ReportDay) throws {
        if let kept = try kept(.health, of: day) {
            result.health = kept.digest.isEmpty ? [] : try kept.decoded(as: [KeptHealth].self).compactMap(\.event)
            result.kept.append(kept)
        } else {
            result.health = inputs.health
            result.problems += inputs.problems[.health] ?? []
            result.kept.append(new(.health, try KeptInput.json(inputs.health.map(KeptHealth.init))))
        }
    }

    /// Of Event Grid's events it is kept what they proved; what names devices is not where reports show pseudonyms.
    private func addConnectionEvents(to result: inout DayInputs, _ day: ReportDay) throws {
        guard redaction == nil, let kept = try kept(.connectionEvents, of: day) else {
            result.problems += inputs.problems[.connectionEvents] ?? []
            return
        }
        result.connectionEvents = kept.digest.isEmpty ? [] : try kept.decoded(as: [ConnectionEventCoverage].self)
        result.kept.append(kept)
    }

    /// How what was found of the events is kept with the rest.
    func keptInputs(_ inputs: DayInputs, _ found: [ConnectionEventCoverage]) throws -> [KeptInput] {
        guard redaction == nil, !inputs.kept.contains(where: { $0.kind == .connectionEvents }) else {
            return inputs.kept
        }
        return inputs.kept + [new(.connectionEvents, try KeptInput.json(found))]
    }

    private func new(_ kind: KeptInput.Kind, _ data: [UInt8]) -> KeptInput {
        let source = inputs.sources[kind] ?? ""
        return source.isEmpty ? KeptInput(kind: kind) : KeptInput(kind, source: source, data: data)
    }
}
