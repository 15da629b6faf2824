import Foundation
package import Model

/// Messages on their way out, in a folder that outlives the run.
///
/// A message is on disk before the first try, and every answer is on disk before the next step, so that a killed run
/// loses no message and sends none again that it knows to be taken. One window remains, as with every mail program
/// (RFC 1047): when the process or the machine dies between the server's last answer and the note of it, the next run
/// sends the message again, with the same Message-ID, by which receivers can tell the copies. `Result.mayArriveTwice`
/// says so. The caller holds the `RunLock`: an outbox has one user at a time.
package struct Outbox: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Messages that may wait at once; the oldest is given up for a new one.
        package var count = 50
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
    package static let usualDelays = [5, 30, 120]
    private static let largestMessage = 64 << 20

    private let folder: OutputFolder
    private let limits: Limits

    package init(_ path: String, limits: Limits = Limits()) throws(DeliveryError) {
        folder = try OutputFolder(path)
        self.limits = limits
    }

    /// Puts a message on disk, where a later call of `sendWaiting` finds it, also in another run.
    ///
    /// - Returns: what was given up to make room, or that there is nothing to do: the message was done before, or waits
    ///   already, or has no recipient.
    package func add(_ message: MailMessage, at now: Instant) throws(DeliveryError) -> Result {
        let id = message.identity.messageID.description
        let name = OutboxEntry.name(of: id)
        if message.recipients.isEmpty {
            return Result(state: .failed, messageID: id, problems: [MailError.noRecipient.description])
        }
        if let known = try entry(named: name) {
            return Result(state: known.isWaiting ? .waiting : .doneBefore, messageID: id, problems: [])
        }
        let problems = try makeRoom(at: now)
        // In this order: a note without its message would promise what nobody can keep.
        try folder.write(message.encoded(), to: name + ".eml")
        try note(OutboxEntry(message, at: now))
        return Result(state: .waiting, messageID: id, problems: problems)
    }

    /// Whether a message of this id was put on its way, as far back as marks are kept.
    package func knows(_ id: MessageID) throws(DeliveryError) -> Bool {
        try entry(named: OutboxEntry.name(of: id.description)) != nil
    }

    /// Sends a message now, or leaves it waiting; a message of this id that is done is not sent again.
    ///
    /// - Parameter pause: waits so many seconds; called between tries only.
    package func send(
        _ message: MailMessage, through transport: any MailTransport, at now: Instant, delays: [Int] = usualDelays,
        pause: (Int) -> Void
    ) throws(DeliveryError) -> Result {
        let added = try add(message, at: now)
        guard added.state == .waiting, let entry = try entry(named: OutboxEntry.name(of: added.messageID)) else {
            return added
        }
        var result = try trySending(entry, through: transport, at: now, delays: delays, pause: pause)
        result.problems = added.problems + result.problems
        return result
    }

    /// Sends what waits, oldest first.
    ///
    /// - Parameter justQueued: ids of messages that are tried again within the run, after `delays`; every other one has one
    ///   try, so that a server that is away is not asked again and again.
    package func sendWaiting(
        through transport: any MailTransport, at now: Instant, justQueued: Set<String> = [],
        delays: [Int] = usualDelays,
        pause: (Int) -> Void = { _ in }
    ) throws(DeliveryError) -> [Result] {
        var results: [Result] = []
        for entry in try entries() where entry.isWaiting {
            if now.seconds(since: entry.created) > limits.age {
                results.append(try giveUp(entry, because: "waited longer than \(limits.age / 3600) hours"))
            } else {
                let delays = justQueued.contains(entry.messageID) ? delays : []
                results.append(try trySending(entry, through: transport, at: now, delays: delays, pause: pause))
            }
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

    /// All entries, oldest first; those that cannot be read are left out.
    package func entries() throws(DeliveryError) -> [OutboxEntry] {
        var entries: [OutboxEntry] = []
        for file in try namesInFolder(folder.path) where file.hasSuffix(".json") {
            if let entry = try entry(named: String(file.dropLast(5))) { entries.append(entry) }
        }
        return entries.sorted { ($0.created, $0.messageID) < ($1.created, $1.messageID) }
    }

    private func trySending(
        _ entry: OutboxEntry, through transport: any MailTransport, at now: Instant, delays: [Int], pause: (Int) -> Void
    ) throws(DeliveryError) -> Result {
        var entry = entry
        let name = OutboxEntry.name(of: entry.messageID)
        let message: [UInt8]
        do {
            message = try readFile("\(folder.path)/\(name).eml", limit: Outbox.largestMessage)
        } catch {
            entry.giveUp(because: error.description)
            try note(entry)
            return Result(state: .failed, messageID: entry.messageID, problems: Outbox.problems(of: entry))
        }
        let mayArriveTwice = entry.isInFlight
        for delay in [0] + delays {
            if delay > 0 { pause(delay) }
            entry.attempts += 1
            entry.lastTried = now
            entry.isInFlight = true
            try note(entry)
            let outcomes = transport.send(entry.envelope(of: message))
            entry.note(outcomes)
            try note(entry)
            let isWorthAnother = outcomes.contains { if case .later = $0 { true } else { false } }
            if !isWorthAnother { break }
        }
        if !entry.isWaiting { try folder.remove(name + ".eml") }
        return Result(
            state: entry.isWaiting ? .waiting : .done, messageID: entry.messageID, problems: Outbox.problems(of: entry),
            mayArriveTwice: mayArriveTwice)
    }

    /// Makes room for one more message.
    private func makeRoom(at now: Instant) throws(DeliveryError) -> [String] {
        var problems: [String] = []
        let waiting = try entries().filter(\.isWaiting)
        for entry in waiting.prefix(max(0, waiting.count - limits.count + 1)) {
            problems += try giveUp(entry, because: "more than \(limits.count) messages wait in \(folder.path)").problems
        }
        return problems
    }

    private func giveUp(_ entry: OutboxEntry, because reason: String) throws(DeliveryError) -> Result {
        var entry = entry
        entry.giveUp(because: "given up: " + reason)
        try note(entry)
        try folder.remove(OutboxEntry.name(of: entry.messageID) + ".eml")
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
        for file in try namesInFolder(folder.path) where file.hasSuffix(".eml") {
            let name = String(file.dropLast(4))
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
            case .refused: "mail '\(entry.subject)' to \(recipient.address): not delivered: \(recipient.reason)"
            case .waiting:
                "mail '\(entry.subject)' to \(recipient.address): waits for the next run: \(recipient.reason)"
            }
        }
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
