public import FaceTypes

/// What may be enrolled again after a removal: each part lifts the suppression records it matches.
///
/// Records are keyed hashes, so nobody can list them; who lifts one has to name what it stands for.
public struct SuppressionLift: Sendable, Hashable {
    /// A photo that may come back.
    public struct Photo: Sendable, Hashable {
        /// Of its bytes.
        public var hash: ContentHash
        /// Of what it looks like; `nil` when it is not known.
        public var perceptualHash: UInt64?

        /// Names a photo.
        public init(hash: ContentHash, perceptualHash: UInt64? = nil) {
            self.hash = hash
            self.perceptualHash = perceptualHash
        }
    }

    /// Keys of people.
    public var keys: [String]

    /// Photos.
    public var photos: [Photo]

    /// Addresses photos come from.
    public var addresses: [String]

    /// Names what may come back.
    public init(keys: [String] = [], photos: [Photo] = [], addresses: [String] = []) {
        self.keys = keys
        self.photos = photos
        self.addresses = addresses
    }
}
