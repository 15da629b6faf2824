import Foundation
package import Model

/// Mails and notifications on their way out, in a folder that outlives the run.
///
/// A message is on disk before the first try, and every answer is on disk before the next step, so that a killed run
/// loses no message and sends none again that it knows to be taken. One window remains, as with every mail program
/// (RFC 1047): when the process or the machine dies between the server's last answer and the note of it, the next run
/// sends the message again, with the same Message-ID, by which receivers can tell the copies. `Result.mayArriveTwice`
/// says so. The caller holds the `RunLock`: an outbox has one user at a time.
package struct Outbox: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Mails that may wait at once; the oldest is given up for a new one.
        package var count = 50
        /// Notifications of one service that may wait at once.
        package var notifications = 200
        /// Seconds that a message may wait.
        package var age: Int64 = 3 * 86_400
        /// Seconds that the mark of a message that is done is kept, against sending it again.
        package var memory: Int64 = 90 * 86_400

        package init() {}
    }

    /// What became of one message.
    package struct Result: Hashable, Sendable {
        package enum State: Hashable, Sendable {
            /// Everyone who can get it has it; `refused` may name others.
            case done
            /// It was done before this call, and nothing was sent now.
            case doneBefore
            /// It waits in the outbox for the next run.
            case waiting
            /// It was given up, cannot be read or has no one to go to; see `problems`.
            case failed
        }

        package var state: State
        package var messageID: String
        /// Sentences for the operator: who refused it, why it waits, what was given up.
        package var problems: [String]
        package var mayArriveTwice = false
    }

    /// Seconds to wait before the second, third, … try of one run; their number bounds the tries.
    package static let usualDelays = [5, 15]
    /// Seconds after its first try in which an item may be tried once more: with the time that a try of a dead server
    /// takes, no run waits a minute for one.
    private static let patience = 35.0
    private static let largestMessage = 64 << 20

    private let folder: OutputFolder
    private let limits: Limits
    private let clock: @Sendable () -> Double

    /// - Parameter clock: seconds since any moment, for how long tries take.
    package init(
        _ path: String, limits: Limits = Limits(), clock: @escaping @Sendable () -> Double = Outbox.uptime
    ) throws(DeliveryError) {
        folder = try OutputFolder(path)
        self.limits = limits
        self.clock = clock
    }

    @Sendable package static func uptime() -> Double { ProcessInfo.processInfo.systemUptime }

    /// Puts a message on disk, where a later call of `sendWaiting` finds it, also in another run.
    ///
    /// - Returns: what was given up to make room, or that there is nothing to do: the message was done before, or waits
    ///   already, or has no recipient.
    package func add(_ message: MailMessage, at now: Instant) throws(DeliveryError) -> Result {
        try add(OutboxItem(message), at: now)
    }

    /// The same for anything that the outbox takes.
    package func add(_ item: OutboxItem, at now: Instant) throws(DeliveryError) -> Result {
        let id = item.id
        let name = OutboxEntry.name(of: id)
        if item.recipients.isEmpty {
            return Result(state: .failed, messageID: id, problems: [MailError.noRecipient.description])
        }
        if let known = try entry(named: name) {
            return Result(state: known.isWaiting ? .waiting : .doneBefore, messageID: id, problems: [])
        }
        let problems = try makeRoom(for: item.way)
        // In this order: a note without its message would promise what nobody can keep.
        try folder.write(item.body, to: name + OutboxEntry.bodyEnding(item.way))
        try note(OutboxEntry(item, at: now))
        return Result(state: .waiting, messageID: id, problems: problems)
    }

    /// Whether a message of this id was put on its way, as far back as marks are kept.
    package func knows(_ id: String) throws(DeliveryError) -> Bool {
        try entry(named: OutboxEntry.name(of: id)) != nil
    }

    /// Sends a message now, or leaves it waiting; a message of this id that is done is not sent again.
    ///
    /// - Parameter pause: waits so many seconds; called between tries only.
    package func send(
        _ message: MailMessage, through transport: any OutboxTransport, at now: Instant, delays: [Int] = usualDelays,
        pause: (Int) -> Void
    ) throws(DeliveryError) -> Result {
        let added = try add(message, at: now)
        guard added.state == .waiting, let entry = try entry(named: OutboxEntry.name(of: added.messageID)) else {
            return added
        }
        var result = try trySending(entry, through: transport, at: now, delays: delays, pause: pause).result
        result.problems = added.problems + result.problems
        return result
    }

    /// Sends what waits, oldest first.
    ///
    /// - Parameter justQueued: ids of messages that are tried again within the run, after `delays`; every other one has one
    ///   try, so that a server that is away is not asked again and again.
    ///   - way: the way out for a service, or for mail where that is nil; an entry without one goes on waiting.
    package func sendWaiting(
        at now: Instant, justQueued: Set<String> = [], delays: [Int] = usualDelays, pause: (Int) -> Void = { _ in },
        through way: (String?) -> (any OutboxTransport)?
    ) throws(DeliveryError) -> [Result] {
        var results: [Result] = []
        var closed: Set<String?> = []
        for entry in try entries() where entry.isWaiting {
            if now.seconds(since: entry.created) > limits.age {
                results.append(try giveUp(entry, because: "waited longer than \(limits.age / 3600) hours"))
                continue
            }
            guard let transport = way(entry.way) else {
                results.append(Outbox.left(entry, because: "the configuration no longer says how to send it"))
                continue
            }
            guard !closed.contains(entry.way) else {
                results.append(Outbox.left(entry, because: "not tried after the one before it failed"))
                continue
            }
            let delays = justQueued.contains(entry.messageID) ? delays : []
            let (result, isSilent) = try trySending(
                entry, through: transport, at: now, delays: delays, pause: pause)
            if result.state == .waiting, isSilent || transport.keepsOrder { closed.insert(entry.way) }
            results.append(result)
        }
        for file in try namesInFolder(folder.path) where file.hasSuffix(".json") {
            let name = String(file.dropLast(5))
            if try entry(named: name) == nil {
                let problem = "\(folder.path)/\(file): not an entry of the outbox; look at it and remove it"
                results.append(Result(state: .failed, messageID: name, problems: [problem]))
            }
        }
        try forget(before: now)
        return results
    }

    /// The same, with one way out for everything.
    package func sendWaiting(
        through transport: any OutboxTransport, at now: Instant, justQueued: Set<String> = [],
        delays: [Int] = usualDelays, pause: (Int) -> Void = { _ in }
    ) throws(DeliveryError) -> [Result] {
        try sendWaiting(at: now, justQueued: justQueued, delays: delays, pause: pause) { _ in transport }
    }

    private static func left(_ entry: OutboxEntry, because reason: String) -> Result {
        Result(
            state: .waiting, messageID: entry.messageID,
            problems: entry.recipients.filter { $0.state == .waiting }.map { waits(entry, $0.address, reason) })
    }

    /// All entries, oldest first; those that cannot be read are left out.
    package func entries() throws(DeliveryError) -> [OutboxEntry] {
        var entries: [OutboxEntry] = []
        for file in try namesInFolder(folder.path) where file.hasSuffix(".json") {
            if let entry = try entry(named: String(file.dropLast(5))) { entries.append(entry) }
        }
        return entries.sorted { ($0.created, $0.messageID) < ($1.created, $1.messageID) }
    }

    private func trySending(
        _ entry: OutboxEntry, through transport: any OutboxTransport, at now: Instant, delays: [Int],
        pause: (Int) -> Void
    ) throws(DeliveryError) -> (result: Result, isSilent: Bool) {
        var entry = entry
        let message: [UInt8]
        do {
            message = try readFile("\(folder.path)/\(entry.bodyName)", limit: Outbox.largestMessage)
        } catch {
            entry.giveUp(because: error.description)
            try note(entry)
            let problems = Outbox.problems(of: entry)
            return (Result(state: .failed, messageID: entry.messageID, problems: problems), false)
        }
        let mayArriveTwice = entry.isInFlight
        let began = clock()
        var outcomes: [SendOutcome] = []
        for delay in [0] + delays {
            let wait = max(delay, outcomes.map(\.asked).max() ?? 0)
            if !outcomes.isEmpty {
                if clock() - began + Double(wait) > Outbox.patience { break }
                pause(wait)
            }
            entry.attempts += 1
            entry.lastTried = now
            entry.isInFlight = true
            try note(entry)
            outcomes = transport.send(entry.envelope(of: message))
            entry.note(outcomes)
            try note(entry)
            if !outcomes.contains(where: \.isWorthAnother) { break }
        }
        if !entry.isWaiting { try folder.remove(entry.bodyName) }
        let result = Result(
            state: entry.isWaiting ? .waiting : .done, messageID: entry.messageID, problems: Outbox.problems(of: entry),
            mayArriveTwice: mayArriveTwice)
        return (result, outcomes.contains(where: \.isSilent))
    }

    /// Makes room for one more message of a way.
    private func makeRoom(for way: String?) throws(DeliveryError) -> [String] {
        var problems: [String] = []
        let most = way == nil ? limits.count : limits.notifications
        let waiting = try entries().filter { $0.isWaiting && $0.way == way }
        for entry in waiting.prefix(max(0, waiting.count - most + 1)) {
            problems += try giveUp(entry, because: "more than \(most) messages wait in \(folder.path)").problems
        }
        return problems
    }

    private func giveUp(_ entry: OutboxEntry, because reason: String) throws(DeliveryError) -> Result {
        var entry = entry
        entry.giveUp(because: "given up: " + reason)
        try note(entry)
        try folder.remove(entry.bodyName)
        return Result(state: .failed, messageID: entry.messageID, problems: Outbox.problems(of: entry))
    }

    /// Removes old marks, and messages that no entry waits for: a killed run can leave those.
    private func forget(before now: Instant) throws(DeliveryError) {
        var waiting: Set<String> = []
        for entry in try entries() {
            let name = OutboxEntry.name(of: entry.messageID)
            if entry.isWaiting { waiting.insert(name) }
            let isOld = now.seconds(since: entry.lastTried ?? entry.created) > limits.memory
            if isOld && !entry.isWaiting { try folder.remove(name + ".json") }
        }
        for file in try namesInFolder(folder.path) {
            guard let ending = OutboxEntry.bodyEndings.first(where: file.hasSuffix) else { continue }
            let name = String(file.dropLast(ending.count))
            // Beside an entry that cannot be read stands a message that someone may still want.
            let hasNote = FileIdentity(path: "\(folder.path)/\(name).json") != nil
            let entry = try entry(named: name)
            if !waiting.contains(name) && (entry != nil || !hasNote) { try folder.remove(file) }
        }
    }

    private static func problems(of entry: OutboxEntry) -> [String] {
        entry.recipients.compactMap { recipient in
            switch recipient.state {
            case .accepted: nil
            case .refused: "\(what(entry)) to \(recipient.address): not delivered: \(recipient.reason)"
            case .waiting: waits(entry, recipient.address, recipient.reason)
            }
        }
    }

    private static func waits(_ entry: OutboxEntry, _ address: String, _ reason: String) -> String {
        "\(what(entry)) to \(address): waits for the next run: \(reason)"
    }

    private static func what(_ entry: OutboxEntry) -> String {
        (entry.way == nil ? "mail" : "notification") + " '\(entry.subject)'"
    }

    private func note(_ entry: OutboxEntry) throws(DeliveryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let name = OutboxEntry.name(of: entry.messageID) + ".json"
        guard let bytes = try? encoder.encode(entry) else {
            throw DeliveryError(.write, "\(folder.path)/\(name)", code: EINVAL)
        }
        try folder.write(bytes + [10], to: name)
    }

    /// The entry of that name; nil when there is none or it is no entry.
    private func entry(named name: String) throws(DeliveryError) -> OutboxEntry? {
        let path = "\(folder.path)/\(name).json"
        do {
            let bytes = try readFile(path, limit: 1 << 20)
            guard let entry = try? JSONDecoder().decode(OutboxEntry.self, from: Data(bytes)) else { return nil }
            // A file under another name would be sent again and again, its marks going elsewhere.
            return OutboxEntry.name(of: entry.messageID) == name ? entry : nil
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }
}
