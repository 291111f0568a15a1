import FaceTypes

/// Where an object lies below a store's folder.
enum ObjectPath {
    static func shard(of address: ContentHash, in folder: String) -> String {
        folder + "/" + address.hexadecimal.prefix(2)
    }

    static func file(of address: ContentHash, in folder: String) -> String {
        shard(of: address, in: folder) + "/" + address.hexadecimal.dropFirst(2)
    }

    static func temporaryFolder(in folder: String) -> String { folder + "/tmp" }

    /// Where those who store write down what they are about to.
    static func intentFolder(in folder: String) -> String { folder + "/storing" }

    static func isShard(_ name: String) -> Bool {
        name.utf8.count == 2 && UInt8(name, radix: 16) != nil && name == name.lowercased()
    }
}
