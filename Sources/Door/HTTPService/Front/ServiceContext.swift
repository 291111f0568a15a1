import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What goes with a request through the service.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    /// 16 hexadecimal digits, in the answer, the problem and the log.
    let requestID: String

    /// What the log will say of the request.
    let ledger = RequestLedger()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        requestID = Self.freshID()
    }

    /// A stream of HTTP/2 is a channel of its own below its connection's.
    var isStream: Bool { channel.parent?.parent != nil }

    static func freshID() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// What is noted of a request on its way; never a path, a name or a face.
final class RequestLedger: Sendable {
    private struct Note {
        var template: String?
        var keyID: String?
        var isBodyRead = false
        var closes = false
        var isStream = false
        var streamProblem: Int?
        var subject: IdempotencyStore.Subject?
    }

    private let note = Mutex(Note())

    var template: String? {
        get { note.withLock { $0.template } }
        set { note.withLock { $0.template = newValue } }
    }

    var keyID: String? {
        get { note.withLock { $0.keyID } }
        set { note.withLock { $0.keyID = newValue } }
    }

    /// Whether the body was read to its end.
    var isBodyRead: Bool {
        get { note.withLock { $0.isBodyRead } }
        set { note.withLock { $0.isBodyRead = newValue } }
    }

    /// Whether the answer is a stream of events, which is over long after its head was sent.
    var isStream: Bool {
        get { note.withLock { $0.isStream } }
        set { note.withLock { $0.isStream = newValue } }
    }

    /// The status of a problem that was told in a stream whose head had said 200.
    var streamProblem: Int? {
        get { note.withLock { $0.streamProblem } }
        set { note.withLock { $0.streamProblem = newValue } }
    }

    /// The person the answer is about, so that a removal finds it; never logged.
    var subject: IdempotencyStore.Subject? {
        get { note.withLock { $0.subject } }
        set { note.withLock { $0.subject = newValue } }
    }

    /// Whether the connection is to end with the answer.
    var closes: Bool {
        get { note.withLock { $0.closes } }
        set { note.withLock { $0.closes = newValue } }
    }
}
