import Dispatch
import Foundation

/// A plain socket, for what no client library lets one do.
///
/// It blocks on threads of its own: the service under test needs the few there are.
final class Wire: Sendable {
    struct Failure: Error { let call: String }

    /// Seconds after which a silent service counts as one that hung up, so that a test fails by name
    /// and not by never ending.
    private static let silenceMax = 600

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(call: "connect") }
        var limit = timeval(tv_sec: Self.silenceMax, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size) == 0 else {
            throw Failure(call: "setsockopt")
        }
    }

    deinit { close(descriptor) }

    func send(_ text: String) async {
        await blocking { [descriptor] in
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let written = bytes.withUnsafeBytes {
                    Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if written < 0, errno == EINTR { continue }
                // The other side may have answered and shut; what it said can still be read.
                guard written > 0 else { return }
                bytes = bytes.dropFirst(written)
            }
        }
    }

    func readToEnd() async -> String { await read(until: nil) }

    func read(until mark: String?) async -> String {
        await blocking { [descriptor] in
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4_096)
            while true {
                if let mark, String(decoding: bytes, as: UTF8.self).contains(mark) { break }
                let count = recv(descriptor, &chunk, chunk.count, 0)
                // With a time limit the system does not go on by itself after a signal (signal(7)).
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                bytes += chunk[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
