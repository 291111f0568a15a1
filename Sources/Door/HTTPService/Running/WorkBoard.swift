import Foundation
import Synchronization

/// The work that is going on besides single requests, and those who listen to it.
final class WorkBoard: Sendable {
    /// What kind of work it is.
    enum Kind: String, Codable, Sendable {
        case enrolment, calibration, removal, verification
    }

    /// One piece of work; ids are never used again while the service runs.
    struct Work: Encodable, Sendable, Hashable {
        var id: Int
        var kind: Kind
        var gallery: String
        var state: State
        var done: Int
        var total: Int?
        /// Photos that were not taken, where that is counted.
        var refused: Int?
        var started: Date
        var ended: Date?

        enum State: String, Codable, Sendable {
            case running, finished
            /// An error ended it.
            case failed
        }
    }

    /// What a listener hears.
    enum Event: Sendable {
        case progress(Work)
        case heartbeat
    }

    fileprivate struct Board {
        var works: [Work] = []
        var lastID = 0
        var listeners: [Int: AsyncStream<Event>.Continuation] = [:]
        var closed = false
    }

    private let board = Mutex(Board())
    private let settings: ServiceSettings

    init(settings: ServiceSettings) { self.settings = settings }

    /// All running work, and the latest that ended.
    var works: [Work] { board.withLock { $0.works } }

    /// Shows a piece of work while the body does it, and afterwards whether it was done.
    ///
    /// - Parameter body: gets the work's id, for `advance`.
    func during<Result>(
        _ kind: Kind,
        gallery: String,
        total: Int? = nil,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let id = begin(kind, gallery: gallery, total: total)
        do {
            let result = try await body(id)
            end(id, .finished)
            return result
        } catch {
            end(id, .failed)
            throw error
        }
    }

    private func begin(_ kind: Kind, gallery: String, total: Int?) -> Int {
        board.withLock { board in
            board.lastID += 1
            let work = Work(
                id: board.lastID,
                kind: kind,
                gallery: gallery,
                state: .running,
                done: 0,
                total: total,
                started: Date()
            )
            board.works.append(work)
            board.tell(.progress(work))
            return work.id
        }
    }

    func advance(_ id: Int, done: Int, refused: Int) {
        board.withLock { board in
            guard let place = board.works.firstIndex(where: { $0.id == id }) else { return }
            board.works[place].done = done
            board.works[place].refused = refused
            board.tell(.progress(board.works[place]))
        }
    }

    private func end(_ id: Int, _ state: Work.State) {
        board.withLock { [settings] board in
            guard let place = board.works.firstIndex(where: { $0.id == id }) else { return }
            board.works[place].state = state
            board.works[place].ended = Date()
            board.tell(.progress(board.works[place]))
            let ended = board.works.filter { $0.state != .running }.map(\.id)
            let old = Set(ended.dropLast(settings.finishedWorksMax))
            board.works.removeAll { old.contains($0.id) }
        }
    }

    // MARK: Listeners

    /// Starts listening; the stream ends when the service stops.
    ///
    /// - Throws: `busy` when too many listen.
    func listen() throws(Problem) -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self,
            bufferingPolicy: .bufferingNewest(settings.listenerBacklogMax)
        )
        let outcome = board.withLock { [settings] board -> Problem? in
            if board.closed { return Problem(.shuttingDown, "The service is stopping.") }
            guard board.listeners.count < settings.listenersMax else {
                return .busy("Too many listen to events already.", retryAfter: 30)
            }
            board.lastID += 1
            let id = board.lastID
            board.listeners[id] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.board.withLock { $0.listeners[id] = nil }
            }
            return nil
        }
        if let outcome { throw outcome }
        return stream
    }

    /// How many listen.
    var listeners: Int { board.withLock { $0.listeners.count } }

    func beat() { board.withLock { $0.tell(.heartbeat) } }

    /// Ends all streams; nobody can listen any more.
    func close() {
        let listeners = board.withLock { board in
            board.closed = true
            defer { board.listeners = [:] }
            return board.listeners.values.map { $0 }
        }
        for listener in listeners { listener.finish() }
    }
}

extension WorkBoard.Board {
    fileprivate func tell(_ event: WorkBoard.Event) {
        for listener in listeners.values { listener.yield(event) }
    }
}
