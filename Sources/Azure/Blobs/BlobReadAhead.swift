import Foundation
import LogReading
import Model
import Threads

/// Fetches pieces of blobs on several connections, ahead of whoever reads them one after the other.
///
/// The pieces that are under way or wait to be read have `mostBytes` together, whatever the blobs are. What is read first
/// comes first; a piece that a reader waits for is fetched in any case, so nobody waits for ever.
final class BlobReadAhead: @unchecked Sendable {
    static let pieceBytes: Int64 = 4 << 20
    static let mostBytes: Int64 = 40 << 20
    static let connections = 8
    /// Both ends of a blob that are kept, so that its fingerprint costs no request.
    static let endBytes = Int(SourceFingerprint.reach)

    /// Clients that a thread keeps: a connection each.
    private static let mostClients = 8

    /// Held for all that changes.
    ///
    /// Whoever makes work wakes one thread, which wakes the next one while there is more: to wake all of them for each piece
    /// costs more time than the piece.
    private let condition = NSCondition()
    private var accesses: [BlobAccess] = []
    private var transfers: [BlobTransfer] = []
    private var heldBytes: Int64 = 0
    private var threads = 0
    private let endsLock = NSLock()
    private var ends = BlobEnds()
    /// Those whose bytes were read: new memory for each piece costs as much time as a copy of it.
    private var spare: [PieceBuffer] = []

    /// Takes a container, whose number is returned.
    func add(_ access: BlobAccess) -> Int {
        condition.withLock {
            accesses.append(access)
            return accesses.count - 1
        }
    }

    /// Begins to fetch a blob that will be opened as a whole.
    func expect(_ blob: Blob, in place: Int) {
        guard blob.size > 0 else { return }
        condition.withLock {
            transfers.append(BlobTransfer(blob, in: place, 0..<blob.size))
            condition.signal()
        }
        startThreads()
    }

    /// The bytes of a range.
    func open(_ blob: Blob, in place: Int, _ range: Range<Int64>) -> any ByteStream {
        let known: [UInt8]? = endsLock.withLock { ends.bytes(of: blob, in: place, range) }
        if let known { return MemoryStream(known) }
        let transfer: BlobTransfer = condition.withLock {
            let expected = transfers.first {
                $0.isExpected && $0.place == place && $0.blob == blob && $0.range == range
            }
            if let expected {
                expected.isOpen = true
                return expected
            }
            let transfer = BlobTransfer(blob, in: place, range)
            transfer.isOpen = true
            // What is read now comes before what is only expected.
            transfers.insert(transfer, at: transfers.firstIndex(where: \.isExpected) ?? transfers.count)
            condition.signal()
            return transfer
        }
        startThreads()
        return BlobStream(transfer, self)
    }

    /// The next piece, waited for; nil behind the last one.
    func next(of transfer: BlobTransfer) throws(AzureFailure) -> PieceBuffer? {
        guard transfer.nextToRead < transfer.pieces else { return nil }
        while true {
            if let piece = condition.withLock({ taken(from: transfer) }) {
                let bytes = try piece.get()
                endsLock.withLock { ends.take(bytes, of: transfer) }
                return bytes
            }
            transfer.arrived.wait()
        }
    }

    /// The next piece, if it is there; else it is what is fetched next.
    private func taken(from transfer: BlobTransfer) -> Result<PieceBuffer, AzureFailure>? {
        if threads == 0 { fetchHere(for: transfer) }
        let piece = transfer.ready.removeValue(forKey: transfer.nextToRead)
        transfer.isAwaited = piece == nil
        if piece != nil {
            heldBytes -= transfer.size(of: transfer.nextToRead)
            transfer.nextToRead += 1
        }
        condition.signal()
        return piece
    }

    /// Takes back a piece that was read.
    func giveBack(_ piece: PieceBuffer) {
        condition.withLock { keep(piece) }
    }

    private func keep(_ piece: PieceBuffer) {
        let isLarge = piece.capacity >= Int(BlobReadAhead.pieceBytes)
        if isLarge, spare.count < BlobReadAhead.connections { spare.append(piece) }
    }

    /// Memory for a piece; a small one has its own, so that many of them take little.
    private func room(for bytes: Int64) -> PieceBuffer {
        let isLarge = bytes >= BlobReadAhead.pieceBytes / 4
        if isLarge, let spare = spare.popLast() { return spare }
        return PieceBuffer(capacity: Int(isLarge ? BlobReadAhead.pieceBytes : bytes))
    }

    /// Nobody reads it any more.
    ///
    /// - Parameter pieces: the last ones that were read.
    func close(_ transfer: BlobTransfer, _ pieces: [PieceBuffer]) {
        condition.withLock {
            for piece in pieces { keep(piece) }
            transfer.isClosed = true
            transfers.removeAll { $0 === transfer }
            for number in transfer.ready.keys { heldBytes -= transfer.size(of: number) }
            transfer.ready = [:]
            // Those that wait for room may have nothing left to wait for.
            condition.broadcast()
        }
    }

    // MARK: The threads

    private func startThreads() {
        let missing = condition.withLock {
            defer { threads = BlobReadAhead.connections }
            return BlobReadAhead.connections - threads
        }
        for started in 0..<missing {
            do throws(NoThread) {
                try OwnThread.start("hubdrops blobs", stack: 512 << 10) { self.work() }
            } catch {
                // With fewer it is slower; with none the reader fetches for itself.
                condition.withLock {
                    threads -= missing - started
                    for transfer in transfers where transfer.isAwaited { transfer.arrived.signal() }
                }
                return
            }
        }
    }

    private func work() {
        var clients: [Int: BlobClient] = [:]
        while let work = nextWork() {
            let place = work.transfer.place
            if clients[place] == nil, clients.count >= BlobReadAhead.mostClients { clients = [:] }
            let client = clients[place] ?? BlobClient(condition.withLock { accesses[place] })
            clients[place] = client
            let memory = condition.withLock { room(for: work.transfer.size(of: work.number)) }
            deliver(work.fetched(by: client, into: memory), of: work)
        }
    }

    /// Fetches what is read next, with the lock held: nobody else is there who would need it.
    private func fetchHere(for transfer: BlobTransfer) {
        guard transfer.nextToFetch == transfer.nextToRead else { return }
        let work = Work(transfer: transfer, number: transfer.nextToFetch)
        transfer.nextToFetch += 1
        heldBytes += transfer.size(of: work.number)
        let memory = room(for: transfer.size(of: work.number))
        transfer.ready[work.number] = work.fetched(by: BlobClient(accesses[transfer.place]), into: memory)
    }

    private struct Work {
        let transfer: BlobTransfer
        let number: Int

        func fetched(by client: BlobClient, into room: PieceBuffer) -> Result<PieceBuffer, AzureFailure> {
            do throws(AzureFailure) {
                try client.fetch(transfer.range(of: number), of: transfer.blob, into: room)
                return .success(room)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for something to fetch; nil when there has been nothing for a while, and the thread may go.
    private func nextWork() -> Work? {
        condition.withLock {
            while true {
                if let transfer = mostUrgent() {
                    let number = transfer.nextToFetch
                    transfer.nextToFetch += 1
                    heldBytes += transfer.size(of: number)
                    if mostUrgent() != nil { condition.signal() }
                    return Work(transfer: transfer, number: number)
                }
                if transfers.contains(where: { !$0.isDone }) {
                    condition.wait()
                } else if !condition.wait(until: Date(timeIntervalSinceNow: 1)), transfers.allSatisfy(\.isDone) {
                    threads -= 1
                    return nil
                }
            }
        }
    }

    /// The one to go on with: one that is waited for, else the first for which there is room.
    private func mostUrgent() -> BlobTransfer? {
        if let awaited = transfers.first(where: { $0.isAwaited && $0.nextToFetch == $0.nextToRead && !$0.isDone }) {
            return awaited
        }
        guard heldBytes < BlobReadAhead.mostBytes else { return nil }
        return transfers.first { !$0.isDone }
    }

    private func deliver(_ result: Result<PieceBuffer, AzureFailure>, of work: Work) {
        condition.withLock {
            if work.transfer.isClosed {
                heldBytes -= work.transfer.size(of: work.number)
            } else {
                work.transfer.ready[work.number] = result
                if work.transfer.isAwaited, work.number == work.transfer.nextToRead { work.transfer.arrived.signal() }
            }
        }
    }
}
