public import Foundation

/// What is kept of a key: everything but the key.
public struct AccessKeyRecord: Sendable, Hashable {
    /// Names the key in lists and logs; random, no part of the secret.
    public let id: String

    /// What its maker calls it.
    public let label: String

    /// What it allows.
    public let role: AccessRole

    /// When it was made, in whole seconds.
    public let created: Date
}
