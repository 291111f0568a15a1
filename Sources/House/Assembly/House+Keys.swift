public import AccessKeys
import Foundation
import HTTPService

extension House {
    /// The home's access keys.
    public func accessKeys() -> AccessKeyStore {
        AccessKeyStore(path: settings.home.keys)
    }

    /// The keys as the service asks for them.
    func keyDesk() -> KeyDesk {
        let store = accessKeys()
        return KeyDesk(
            find: { secret in try store.record(ofSecret: secret).map(ServedKey.init) },
            list: { try store.list().map(ServedKey.init) },
            create: { label, role in
                let made = try store.create(
                    label: label,
                    role: AccessRole(rawValue: role.rawValue) ?? .search
                )
                return (ServedKey(made.record), made.secret)
            },
            revoke: { id in
                do throws(AccessKeyError) {
                    _ = try store.revoke(id: id)
                    return true
                } catch .noSuchKey {
                    return false
                }
            }
        )
    }
}

extension ServedKey {
    /// A key as the service lists it.
    init(_ record: AccessKeyRecord) {
        self.init(
            id: record.id,
            label: record.label,
            role: KeyRole(rawValue: record.role.rawValue) ?? .search,
            created: record.created.formatted(.iso8601)
        )
    }
}
