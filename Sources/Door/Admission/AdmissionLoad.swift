/// How busy a line is at one moment.
public struct AdmissionLoad: Sendable, Hashable {
    /// Visitors inside, at most the line's width.
    public let inside: Int

    /// Visitors that wait, at most the line's queue limit.
    public let waiting: Int

    /// Says how busy a line is.
    public init(inside: Int, waiting: Int) {
        self.inside = inside
        self.waiting = waiting
    }
}
