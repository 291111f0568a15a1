package import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
package import ServiceLifecycle
import UnixSignals

/// The REST service and the page.
public struct HTTPService: Sendable {
    private let desk: ServiceDesk

    /// Joins the parts; nothing listens yet.
    public init(parts: ServiceParts, settings: ServiceSettings) {
        desk = ServiceDesk(parts: parts, settings: settings)
    }

    /// Serves until it is told to stop: by SIGTERM, or by cancelling the task.
    ///
    /// Requests under way are finished within `shutdownLimit`; streams of events are ended at once.
    /// - Parameter listening: told the address once connections are taken.
    /// - Throws: when the address can't be used or the certificate can't be read.
    public func run(
        listening: @escaping @Sendable (_ address: String) async -> Void
    ) async throws {
        let app = try application(listening: listening)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: app),
                .init(service: Housekeeping(desk: desk)),
            ],
            gracefulShutdownSignals: [.sigterm],
            logger: app.logger
        )
        configuration.maximumGracefulShutdownDuration = desk.settings.shutdownLimit
        let group = ServiceGroup(configuration: configuration)
        // Cancelling the caller ends the service as gently as SIGTERM does.
        let running = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    /// The application with all routes; for tests, which run it themselves.
    package func application(
        listening: @escaping @Sendable (_ address: String) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let settings = desk.settings
        return Application(
            router: ServiceRoutes.router(for: desk),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionsMax)
            ),
            onServerRunning: { channel in
                await listening(Self.address(of: channel, settings: settings))
            },
            logger: Logger(label: "semblance.http") { _ in SilentLog() }
        )
    }

    /// What runs beside the application, for tests.
    package var housekeeping: any Service { Housekeeping(desk: desk) }

    /// Says that the service is ready, for tests that do without the warm-up.
    package func becomeReady() { desk.state.becomeReady() }

    /// Begins to stop as SIGTERM does, for tests.
    package func beginStopping() {
        desk.state.stop()
        desk.works.close()
    }

    /// How many listen to events, for tests.
    package var listeners: Int { desk.works.listeners }

    private func server() throws -> HTTPServerBuilder {
        let (settings, meters, log) = (desk.settings, desk.meters, desk.parts.log)
        let stream = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                MalformedHeadHandler(settings: settings) { line in
                    meters.refused(line)
                    log(line.text)
                },
                ContinueHandler(bodyBytesMax: settings.bodyBytesMax),
                SlowReaderHandler(limit: settings.readerLimit),
            ],
            idleTimeout: TimeAmount(settings.idleLimit),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.headerBytesMax,
                maxHeaderListSize: settings.headerBytesMax,
                maxHeaderFieldCount: settings.headersMax
            )
        )
        guard let identity = settings.identity else { return .http1(configuration: stream) }
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        tls.minimumTLSVersion = .tlsv12
        return try .http2Upgrade(
            tlsConfiguration: tls,
            configuration: HTTP2UpgradeChannel.Configuration(
                idleTimeout: settings.idleLimit,
                gracefulCloseTimeout: settings.shutdownLimit,
                streamConfiguration: stream
            )
        )
    }

    private static func address(of channel: any Channel, settings: ServiceSettings) -> String {
        let port = channel.localAddress?.port ?? settings.port
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return "\(settings.identity == nil ? "http" : "https")://\(host):\(port)"
    }
}

/// Hummingbird's own words are not kept: they hold paths, which hold ids.
private struct SilentLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .critical

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {}
}
