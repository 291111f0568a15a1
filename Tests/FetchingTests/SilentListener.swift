import Foundation

/// A place on this machine where connections are asked for and nobody takes them: its queue is full.
final class SilentListener: Sendable {
    private let sockets: [Int32]

    struct Failed: Error {
        let call: String
        let code: Int32
    }

    /// Listens at 127.0.0.2, on a port of its own or one that another address of this machine has.
    init(port: Int) throws {
        let listener = try Self.checked("socket", socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0002).bigEndian)
        try Self.with(address) { try Self.checked("bind", bind(listener, $0, $1)) }
        try Self.checked("listen", listen(listener, 0))
        var sockets = [listener]
        // One connection fills a queue of no length; a second makes sure.
        for _ in 0..<2 {
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            let filler = try Self.checked("socket", socket(AF_INET, kind, 0))
            Self.with(address) { _ = connect(filler, $0, $1) }
            sockets.append(filler)
        }
        self.sockets = sockets
    }

    /// Gives the place up.
    func close() {
        for socket in sockets { _ = Foundation.close(socket) }
    }

    @discardableResult
    private static func checked(_ call: String, _ result: Int32) throws -> Int32 {
        guard result >= 0 else { throw Failed(call: call, code: errno) }
        return result
    }

    private static func with(
        _ address: sockaddr_in,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) rethrows {
        try withUnsafePointer(to: address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
