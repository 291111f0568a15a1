/// The manifests that come with the program; their weights do not.
public enum PackCatalogue {
    /// Every shipped manifest, the preferred pack first.
    ///
    /// - Throws: `PackError.badManifest` if one was shipped broken, which tests rule out.
    public static func manifests() throws(PackError) -> [PackManifest] {
        let files: [(String, [UInt8])] = [
            ("open", PackageResources.open_json),
            ("classic", PackageResources.classic_json),
            ("classic-mtcnn", PackageResources.classic_mtcnn_json),
            ("arcface-mbf", PackageResources.arcface_mbf_json),
            ("buffalo_l", PackageResources.buffalo_l_json),
            ("buffalo_s", PackageResources.buffalo_s_json),
            ("opencv", PackageResources.opencv_json),
        ]
        var manifests: [PackManifest] = []
        for (name, json) in files {
            manifests.append(try PackManifest(json: json, place: name))
        }
        return manifests
    }

    /// The shipped manifest of one pack.
    ///
    /// - Throws: `PackError.unknown` for a name that is not shipped.
    public static func manifest(named name: String) throws(PackError) -> PackManifest {
        let all = try manifests()
        guard let manifest = all.first(where: { $0.name == name }) else {
            throw .unknown(name: name, known: all.map(\.name))
        }
        return manifest
    }
}
