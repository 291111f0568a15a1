/// How the fetcher behaves towards hosts and towards this machine.
public struct FetchSettings: Sendable {
    /// What may be connected to.
    public var network: NetworkGuard
    /// How gently hosts are treated, unless named in `hostLimits`.
    public var limits: HostLimits
    /// Other limits for some hosts, by name.
    public var hostLimits: [String: HostLimits]
    /// Redirects followed for one request.
    public var redirectsMax: Int
    /// Tries for one request, the first included.
    public var attemptsMax: Int
    /// Longest wait for a connection.
    public var connectTimeout: Duration
    /// Longest wait between two pieces of an answer.
    public var silenceMax: Duration
    /// Slowest rate that is put up with, in bytes a second, over `rateWindow`.
    public var slowestRate: Int
    /// Time over which the rate is measured.
    public var rateWindow: Duration
    /// Longest a robots.txt is believed; the RFC allows 24 hours.
    public var robotsLifetime: Duration
    /// How long a checked address is used before the name is looked up again.
    public var addressLifetime: Duration

    /// Makes settings; the defaults are meant for the open web.
    public init(
        network: NetworkGuard = NetworkGuard(),
        limits: HostLimits = HostLimits(),
        hostLimits: [String: HostLimits] = [:],
        redirectsMax: Int = 5,
        attemptsMax: Int = 4,
        connectTimeout: Duration = .seconds(10),
        silenceMax: Duration = .seconds(30),
        slowestRate: Int = 1024,
        rateWindow: Duration = .seconds(15),
        robotsLifetime: Duration = .seconds(24 * 3600),
        addressLifetime: Duration = .seconds(60)
    ) {
        self.network = network
        self.limits = limits
        self.hostLimits = hostLimits
        self.redirectsMax = redirectsMax
        self.attemptsMax = max(1, attemptsMax)
        self.connectTimeout = connectTimeout
        self.silenceMax = silenceMax
        self.slowestRate = slowestRate
        self.rateWindow = rateWindow
        self.robotsLifetime = min(robotsLifetime, .seconds(24 * 3600))
        self.addressLifetime = addressLifetime
    }
}
