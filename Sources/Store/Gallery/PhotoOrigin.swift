/// What the origin of a photo says: where it was read, or that somebody sent it.
public enum PhotoOrigin {
    /// The origin of a photo that somebody sent, alone or followed by `:` and what tells it from
    /// others.
    public static let upload = "upload"

    /// Whether an origin names a place, where only this photo is found.
    ///
    /// One that was sent has none: no suppression record is made of its origin, and none refuses it.
    public static func namesPlace(_ origin: String) -> Bool {
        !origin.isEmpty && origin != upload && !origin.hasPrefix(upload + ":")
    }
}
