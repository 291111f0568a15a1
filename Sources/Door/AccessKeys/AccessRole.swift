/// What a key lets its holder do; each role may do all that the lesser ones may.
public enum AccessRole: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// Ask: search, compare, detect, explain.
    case search
    /// Also see, add, change and remove people and photos.
    case enrol
    /// Also manage galleries, keys and the index.
    case admin

    /// Whether one role may do less than another.
    public static func < (lesser: AccessRole, greater: AccessRole) -> Bool {
        lesser.rank < greater.rank
    }

    private var rank: Int {
        switch self {
        case .search: 0
        case .enrol: 1
        case .admin: 2
        }
    }
}
