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

    private static func freshID() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// What is noted of a request on its way; never a path, a name or a face.
final class RequestLedger: Sendable {
    private let note = Mutex<(template: String?, keyID: String?)>((nil, nil))

    var template: String? {
        get { note.withLock { $0.template } }
        set { note.withLock { $0.template = newValue } }
    }

    var keyID: String? {
        get { note.withLock { $0.keyID } }
        set { note.withLock { $0.keyID = newValue } }
    }
}
