/// What a key allows; each role allows what the ones before it do.
public enum KeyRole: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
    /// Searching, also where search is not public.
    case search
    /// Reading and enrolling people and photos.
    case enrol
    /// Everything.
    case admin

    /// Orders by rights.
    public static func < (left: KeyRole, right: KeyRole) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// An access key as it is listed; its secret is known to its holder alone.
public struct ServedKey: Sendable, Hashable, Codable {
    /// What it is revoked by, and what the log calls it.
    public var id: String
    /// What its maker calls it.
    public var label: String
    /// What it allows.
    public var role: KeyRole
    /// When it was made, RFC 3339.
    public var created: String?

    /// Describes a key.
    public init(id: String, label: String, role: KeyRole, created: String?) {
        self.id = id
        self.label = label
        self.role = role
        self.created = created
    }
}

/// Where access keys are kept.
public struct KeyDesk: Sendable {
    /// The key with this secret; `nil` when there is none, or no longer.
    ///
    /// Throws when the keys can't be read: that is no reason to tell a holder that theirs was revoked.
    public var find: @Sendable (String) async throws -> ServedKey?
    /// All keys.
    public var list: @Sendable () async throws -> [ServedKey]
    /// Makes a key and its secret, which is never shown again.
    public var create: @Sendable (String, KeyRole) async throws -> (key: ServedKey, secret: String)
    /// Makes a key worthless; `false` when there is none of the id.
    public var revoke: @Sendable (String) async throws -> Bool

    /// Joins the parts.
    public init(
        find: @escaping @Sendable (String) async throws -> ServedKey?,
        list: @escaping @Sendable () async throws -> [ServedKey],
        create:
            @escaping @Sendable (String, KeyRole) async throws -> (
                key: ServedKey, secret: String
            ),
        revoke: @escaping @Sendable (String) async throws -> Bool
    ) {
        self.find = find
        self.list = list
        self.create = create
        self.revoke = revoke
    }
}
