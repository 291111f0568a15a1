import Foundation

/// The folder an installation works in, beside the packs it will become one of.
///
/// It holds a lock as long as its process lives, so a later process can tell what an interrupted
/// installation left from what another one is working on.
struct IncomingFolder {
    private static let lockName = ".lock"

    let path: String
    private let lock: Int32

    /// Makes a fresh, locked folder in the store's folder; `remove()` must follow.
    static func make(in store: String) throws(PackError) -> IncomingFolder {
        try PackFolder.make(store)
        let number = UInt64.random(in: .min ... .max)
        let path = store + "/" + PackStore.incomingPrefix + String(number, radix: 16)
        guard mkdir(path, 0o755) == 0 else { throw PackFolder.failure(path) }
        let file = path + "/" + lockName
        let lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else {
            let failure = PackFolder.failure(file)
            PackFolder.remove(path)
            throw failure
        }
        _ = flock(lock, LOCK_EX | LOCK_NB)
        return IncomingFolder(path: path, lock: lock)
    }

    /// Removes the folder and what is left in it.
    func remove() {
        PackFolder.remove(path)
        close(lock)
    }

    /// Removes what dead processes left; a folder that is still locked is left alone.
    ///
    /// A folder made an instant ago may not be locked yet, so only old ones are touched.
    static func sweep(_ store: String) {
        for name in PackFolder.names(in: store) where name.hasPrefix(PackStore.incomingPrefix) {
            let path = store + "/" + name
            let file = open(path + "/" + lockName, O_RDWR | O_CLOEXEC)
            guard file >= 0 else {
                if isOld(path) { PackFolder.remove(path) }
                continue
            }
            defer { close(file) }
            if flock(file, LOCK_EX | LOCK_NB) == 0 { PackFolder.remove(path) }
        }
    }

    private static let youth = 60

    private static func isOld(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && time(nil) - facts.st_mtim.tv_sec > youth
    }
}
