public import FaceTypes

/// A piece of durable work and where it stands.
public struct Job: Sendable, Hashable {
    /// The catalogue's key.
    public var id: JobID
    /// The gallery it works for.
    public var gallery: GalleryID
    /// What it asks for.
    public var kind: JobKind
    /// What makes it the same as another one of the gallery.
    public var key: JobKey
    /// What the worker needs to know; emptied when the job is done, since it may be personal.
    public var payload: [UInt8]
    /// Where it stands.
    public var state: JobState
    /// Attempts that failed or are under way since it was put or re-driven.
    public var attempts: Int
    /// Pauses the other side asked for since it was put or re-driven.
    public var pauses: Int
    /// Leases ever given out; tells them apart.
    public var leases: Int
    /// Not before this moment may it be leased.
    public var notBefore: JobInstant
    /// The end of the lease, while leased.
    public var leasedUntil: JobInstant?
    /// Who has it, while leased.
    public var worker: String?
    /// The word of how it ended last: a failure's code, or the note of a done job.
    public var lastCode: String?
    /// What happened at the last failure.
    public var lastDetail: String?
    /// When it was put.
    public var created: JobInstant
    /// When its state changed last.
    public var changed: JobInstant

    /// A job that has just been put.
    public init(id: JobID, _ new: NewJob, at now: JobInstant) {
        self.id = id
        gallery = new.gallery
        kind = new.kind
        key = new.key
        payload = new.payload
        state = .ready
        attempts = 0
        pauses = 0
        leases = 0
        notBefore = now
        created = now
        changed = now
    }

    /// The right of whoever has it now; `nil` unless it is leased.
    public var lease: JobLease? {
        state == .leased ? JobLease(job: id, number: leases) : nil
    }
}

extension Job {
    /// Since when it is due, or from when it will be; means nothing of an ended job.
    public var dueSince: JobInstant { leasedUntil ?? notBefore }
}
