import FaceTypes
import ModelPacks
import Testing

@Suite struct ManifestTests {
    @Test func `every shipped manifest can be read, and none has a fault`() throws {
        let names = try PackCatalogue.manifests().map(\.name)
        #expect(
            names == [
                "open", "classic", "classic-mtcnn", "arcface-mbf", "buffalo_l", "buffalo_s",
                "opencv",
            ]
        )
    }

    @Test func `packs nobody ran with real weights say so`() throws {
        let unverified = try PackCatalogue.manifests().filter { !$0.verified }.map(\.name)
        #expect(unverified == ["buffalo_l", "buffalo_s", "opencv"])
    }

    @Test func `packs for research only ask for acceptance`() throws {
        let asking = try PackCatalogue.manifests().filter(\.licence.requiresAcceptance)
        #expect(asking.map(\.name) == ["arcface-mbf", "buffalo_l", "buffalo_s"])
    }

    @Test func `an unknown name lists the known ones`() {
        #expect {
            try PackCatalogue.manifest(named: "nobody")
        } throws: { "\($0)".contains("known are open, classic") }
    }

    @Test(arguments: ["open", "classic", "opencv"])
    func `a manifest survives being written and read`(name: String) throws {
        let manifest = try PackCatalogue.manifest(named: name)
        let json = try manifest.encoded()
        let again = try PackManifest(json: json, place: "copy")
        #expect(again == manifest)
        #expect(try again.encoded() == json)
    }

    @Test func `thresholds, texts and head pose do not change a pack's identity`() throws {
        let manifest = try PackCatalogue.manifest(named: "open")
        var changed = manifest
        changed.summary = "another"
        changed.embedder.thresholds.fmr1e4 = 0.45
        changed.detector.scoreThreshold = 0.5
        changed.headPose = nil
        changed.files.removeAll(where: \.isOptional)
        #expect(changed.identity == manifest.identity)
        #expect(manifest.identity.dimension == 256)
    }

    @Test func `whatever shapes an embedding changes a pack's identity`() throws {
        let manifest = try PackCatalogue.manifest(named: "classic")
        var variants = [manifest]
        for change in Self.changes {
            var variant = manifest
            change(&variant)
            variants.append(variant)
        }
        #expect(Set(variants.map(\.identity.hash)).count == variants.count)
    }

    private static let changes: [@Sendable (inout PackManifest) -> Void] = [
        { $0.embedder.centre?[5] += 0.001 },
        { $0.embedder.template[0].x += 0.001 },
        { $0.embedder.input.scale *= 2 },
        { $0.embedder.chip = .similarity },
        { $0.embedder.averagesMirror?.toggle() },
        { $0.detector.input.order = .bgr },
        { $0.files[0].sha256 = String($0.files[0].sha256.reversed()) },
    ]

    @Test(arguments: [
        ("\"schema\" : 1", "\"schema\" : 2", "layout 2"),
        ("\"name\" : \"open\"", "\"name\" : \"../up\"", "plain name"),
        ("\"path\" : \"yunet", "\"path\" : \"../yunet", "plain file name"),
        ("\"net\" : \"yunet_n", "\"net\" : \"other_n", "not listed"),
        ("\"dimension\" : 256", "\"dimension\" : 0", "dimension"),
        ("\"edge\" : 128", "\"edge\" : 9000", "edge"),
        ("\"head\" : \"yunet\"", "\"head\" : \"mtcnn\"", "needs the graphs"),
        ("\"head\" : \"yunet\"", "\"head\" : \"oracle\"", "head"),
        ("\"sha256\" : \"1", "\"sha256\" : \"X", "hexadecimal"),
        ("\"fmr1e4\" : 0.438", "\"fmr1e4\" : 0.1", "order"),
    ])
    func `a manifest that says something impossible is refused`(
        old: String,
        new: String,
        reason: String
    ) throws {
        let text = String(
            decoding: try PackCatalogue.manifest(named: "open").encoded(),
            as: UTF8.self
        )
        let pieces = text.split(separator: old, omittingEmptySubsequences: false)
        #expect(pieces.count > 1)
        let changed = pieces.joined(separator: new)
        #expect {
            try PackManifest(json: Array(changed.utf8), place: "changed")
        } throws: { "\($0)".contains(reason) }
    }

    @Test func `a manifest cut short is refused wherever it ends`() throws {
        let json = try PackCatalogue.manifest(named: "open").encoded()
        for count in stride(from: 0, to: json.count - 2, by: 31) {
            #expect(throws: PackError.self) {
                try PackManifest(json: Array(json[0..<count]), place: "cut")
            }
        }
    }
}
