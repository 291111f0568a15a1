import NIOCore
import NIOPosix
import Synchronization

/// A web server on this machine that answers what a test tells it to, whole, broken, late or never.
package final class FixtureServer: Sendable {
    /// Decides an answer; called on the server's own thread.
    package typealias Handler = @Sendable (FixtureRequest) -> FixtureReply

    /// Where it listens.
    package let port: Int

    private let channel: any Channel
    private let log: Log

    /// What was asked, in order of arrival.
    final class Log: Sendable {
        let requests = Mutex<[FixtureRequest]>([])
    }

    private init(channel: any Channel, port: Int, log: Log) {
        self.channel = channel
        self.port = port
        self.log = log
    }

    /// Its address, without a path.
    package var address: String { "http://127.0.0.1:\(port)" }

    /// Everything that was asked so far.
    package var requests: [FixtureRequest] { log.requests.withLock { $0 } }

    /// Starts on a free port, lends the server, and stops it.
    package static func run<Result>(
        _ handler: @escaping Handler,
        _ body: (FixtureServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(handler)
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    /// Starts on a free port for the rest of the process's life.
    package static func start(_ handler: @escaping Handler) async throws -> FixtureServer {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(
                        FixtureConnection(handler: handler, log: log)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return FixtureServer(channel: channel, port: channel.localAddress?.port ?? 0, log: log)
    }
}

/// One connection: reads requests, plays replies.
private final class FixtureConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let handler: FixtureServer.Handler
    private let log: FixtureServer.Log
    private var waiting: [UInt8] = []

    init(handler: @escaping FixtureServer.Handler, log: FixtureServer.Log) {
        self.handler = handler
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        waiting += Array(unwrapInboundIn(data).readableBytesView)
        while let (request, length) = FixtureRequest.read(waiting) {
            waiting.removeFirst(length)
            log.requests.withLock { $0.append(request) }
            play(handler(request).steps[...], context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Between two looks whether a test has said so.
    private static let lookMilliseconds: Int64 = 5

    private func playLater(
        _ milliseconds: Int64,
        _ steps: ArraySlice<FixtureReply.Step>,
        _ context: ChannelHandlerContext
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
            let (connection, context) = bound.value
            if context.channel.isActive { connection.play(steps, context) }
        }
    }

    private func play(_ steps: ArraySlice<FixtureReply.Step>, _ context: ChannelHandlerContext) {
        guard let step = steps.first else { return context.flush() }
        let rest = steps.dropFirst()
        switch step {
        case .bytes(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            play(rest, context)
        case .close: context.close(promise: nil)
        case .silence: break
        case .wait(let milliseconds): playLater(milliseconds, rest, context)
        case .until(let condition):
            playLater(Self.lookMilliseconds, condition() ? rest : steps, context)
        }
    }
}
