/// How the service behaves; every queue, cache, wait and size it has is named here.
public struct ServiceSettings: Sendable {
    /// Certificate and key of a TLS listener.
    public struct Identity: Sendable {
        /// The certificate chain, PEM.
        public var certificatePEM: String
        /// Its private key, PEM.
        public var keyPEM: String

        /// Joins a certificate and its key.
        public init(certificatePEM: String, keyPEM: String) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
        }
    }

    /// Where it listens.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    public var port = 8080
    /// TLS (with HTTP/2) when given, else plain HTTP/1.1.
    public var identity: Identity?
    /// Whether searches need no key.
    public var publicSearch = true
    /// Origins of other sites whose scripts may call the service; empty allows none.
    public var corsOrigins: Set<String> = []

    /// Names by which clients may call the service, addresses always being allowed; `nil` allows any.
    ///
    /// A page of another site can make its own name point to this machine and then read what is
    /// answered (DNS rebinding): what only this machine may reach answers to its own names alone.
    public var hostNames: Set<String>?

    /// Largest body of a request with photos, in bytes.
    public var bodyBytesMax = 20 << 20
    /// Bytes of bodies in memory, of all requests together.
    public var bodyBytesTogetherMax = 512 << 20
    /// Largest body of a request without, in bytes.
    public var smallBodyBytesMax = 64 << 10
    /// Parts of a multipart body.
    public var partsMax = 48
    /// Bytes of a part that is not a photo.
    public var fieldBytesMax = 4 << 10
    /// Bytes of a request's header fields.
    public var headerBytesMax = 16 << 10
    /// Header fields of a request.
    public var headersMax = 100
    /// Photos that make one probe.
    public var photosPerProbe = 16
    /// Look-alikes in an answer.
    public var kMax = 100
    /// Faces of a photo that are answered with `faces=every`.
    public var facesEveryMax = 24
    /// Records on one page of a list.
    public var pageMax = 500
    /// Characters of a name, a key or another text of a record.
    public var textCharactersMax = 1_000
    /// Occupations of a person.
    public var occupationsMax = 32
    /// Words of a filter, in an address and in a body together: ten of three kinds in either.
    ///
    /// What a gallery is calibrated for is remembered by them.
    public var filterWordsMax = 60
    /// Characters of a word of a filter.
    public var filterWordCharactersMax = 100

    /// Longest wait for a whole body.
    public var bodyLimit = Duration.seconds(30)
    /// Longest wait for a client that does not read its answer.
    public var readerLimit = Duration.seconds(30)
    /// How long a connection that is being refused is still read, so that the answer arrives.
    public var lingerLimit = Duration.seconds(2)
    /// Longest time a connection may be silent.
    public var idleLimit = Duration.seconds(60)
    /// Connections open at once.
    public var connectionsMax = 1_024

    /// Photos and searches worked on at once.
    public var searchWidth = 2
    /// Requests that may wait for such a place.
    public var searchQueueMax = 64
    /// Longest wait for such a place.
    public var searchWaitLimit = Duration.seconds(10)

    /// Searches one address, or one key, may make in a minute; 0 for any number.
    public var searchesPerMinute = 0
    /// Of these, how many at once, and never more than all of them.
    public var searchBurst = 30

    /// Answers to writes that are remembered for their `Idempotency-Key`.
    public var idempotencyEntriesMax = 1_024
    /// Bytes of remembered answers together.
    public var idempotencyBytesMax = 8 << 20
    /// How long such an answer is remembered.
    public var idempotencyLimit = Duration.seconds(86_400)
    /// Thumbnails that may wait to be made.
    public var thumbnailQueueMax = 256
    /// Bytes of thumbnails kept in memory.
    public var thumbnailBytesMax = 32 << 20
    /// Listeners to events at once.
    public var listenersMax = 64
    /// Events that may wait for one listener; older ones are dropped.
    public var listenerBacklogMax = 32
    /// Time between signs of life to listeners.
    public var heartbeat = Duration.seconds(10)
    /// Time between looks at the queue for those who listen to it.
    public var jobsInterval = Duration.seconds(1)
    /// Galleries open at once.
    public var galleriesMax = 32
    /// Finished works that are still listed.
    public var finishedWorksMax = 20

    /// Time between looks at what other processes changed.
    public var catchUpInterval = Duration.milliseconds(500)
    /// Time that requests under way are given when the service stops.
    public var shutdownLimit = Duration.seconds(10)

    /// Settings with these values, good for one machine.
    public init() {}
}
