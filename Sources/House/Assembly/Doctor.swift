import FaceTypes
import Foundation
import Gallery
import Imaging
import Inference
import ModelPacks
import ObjectStorage

/// Looks at everything Semblance needs and says how to mend what is wrong.
public struct Doctor: Sendable {
    /// One thing that was looked at.
    public struct Finding: Sendable, Hashable, Codable {
        /// How it is.
        public enum State: String, Sendable, Hashable, Codable {
            /// As it should be.
            case fine
            /// Works, but somebody should know.
            case notice
            /// Does not work.
            case fault
        }

        /// What was looked at.
        public var subject: String
        /// How it is.
        public var state: State
        /// What was seen.
        public var found: String
        /// What mends it; `nil` when nothing needs to be.
        public var mend: String?
    }

    /// Least free disk space before it is worth a notice.
    static let freeBytesMin = 1 << 30

    let house: House
    /// Bytes of stored objects that are read and hashed; the rest is only looked for.
    let objectBytesMax: Int

    /// Looks at what a house is wired to.
    ///
    /// - Parameter everyObject: read all stored objects, however long that takes.
    public init(_ house: House, everyObject: Bool = false) {
        self.init(house, objectBytesMax: everyObject ? .max : Self.objectBytesMax)
    }

    init(_ house: House, objectBytesMax: Int) {
        self.house = house
        self.objectBytesMax = objectBytesMax
    }

    /// Looks at everything; changes nothing but the index, which follows the catalogue as with any
    /// search (`mend` does more).
    public func examine() async -> [Finding] {
        var findings = [engine(), imaging(), fonts(), home(), disk()]
        findings += packs()
        findings += await galleries()
        return findings
    }

    // MARK: Libraries

    private func engine() -> Finding {
        let found = finding("inference engine", mend: nil) {
            let engine = try house.engine()
            return "OpenVINO \(engine.version), from \(engine.libraryPath)"
        }
        guard found.state == .fine, let passedOver = passedOverEngineFolder else { return found }
        return Finding(
            subject: found.subject,
            state: .notice,
            found: "\(found.found), though the setting openvino (\(passedOver.origin)) names "
                + "\(passedOver.value), which holds no engine",
            mend: "name the folder that holds \(Self.engineFile), or leave the setting away"
        )
    }

    /// The engine's file by its usual name.
    private static let engineFile = "libopenvino_c.so"

    /// The setting that names the engine's folder, when it names none that holds an engine.
    private var passedOverEngineFolder: EffectiveSetting? {
        guard let folder = house.settings.engineFolder,
            EngineSettings.libraryFile(inFolder: folder) == nil
        else { return nil }
        return house.settings.effective.first { $0.key.name == "openvino" }
    }

    private func imaging() -> Finding {
        finding("picture codecs", mend: nil) {
            let image = PixelImage(width: 16, height: 16, grey: 128)
            let decoded = try [
                encodeJPEG(image), encodePNG(image), encodeWebP(image),
            ].map { try decodeImage($0) }
            guard decoded.allSatisfy({ $0.image.width == 16 }) else {
                throw DoctorError.wrongPicture
            }
            return "JPEG, PNG and WebP written and read back"
                + (decodesJPEGDirectly()
                    ? "" : "; JPEG would be read twice as fast with libturbojpeg0")
        }
    }

    private func fonts() -> Finding {
        finding("fonts for contact sheets", mend: nil) {
            let text = try renderText("Semblance", pixelHeight: 16)
            return "text of \(text.width) x \(text.height) pixels drawn"
        }
    }

    // MARK: Disk

    private func home() -> Finding {
        let home = house.settings.home
        guard home.exists else {
            return Finding(
                subject: "home",
                state: .notice,
                found: "there is none at \(home.path) yet",
                mend: "semblance models pull open, then semblance ingest folder PATH"
            )
        }
        return finding("home", mend: nil) {
            try home.requireWritable()
            return "\(home.path) can be written"
        }
    }

    private func disk() -> Finding {
        let path = house.settings.home.exists ? house.settings.home.path : "/"
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = attributes?[.systemFreeSize] as? Int else {
            return Finding(subject: "disk", state: .notice, found: "free space is not known")
        }
        let text = String(format: "%.1f GB free", Double(free) / 1e9)
        return free >= Self.freeBytesMin
            ? Finding(subject: "disk", state: .fine, found: text)
            : Finding(subject: "disk", state: .notice, found: text, mend: "free some space")
    }

    // MARK: Packs

    private func packs() -> [Finding] {
        let store = house.packs()
        let names = Set(store.installed().map(\.manifest.name)).sorted()
        guard !names.isEmpty else {
            return [
                Finding(
                    subject: "model packs",
                    state: .fault,
                    found: "none is installed in \(store.folder)",
                    mend:
                        "semblance models pull open --from FOLDER, or semblance models pull classic"
                )
            ]
        }
        return names.map { name in
            finding("pack \(name)", mend: "semblance models pull \(name)") {
                let faults = try store.verify(name: name).flatMap(\.faults)
                guard faults.isEmpty else { throw DoctorError.damagedPack(faults) }
                let pack = try store.open(name: name)
                _ = try house.pipeline(for: pack)
                return "every file is as pinned; the engine compiles it"
            }
        }
    }

    // MARK: Galleries

    private func galleries() async -> [Finding] {
        guard FileManager.default.fileExists(atPath: house.settings.home.catalogue) else {
            return []
        }
        do {
            let store = try house.catalogue(creating: false)
            var findings: [Finding] = []
            if let size = catalogueSize() { findings.append(size) }
            for record in try await store.galleries() {
                findings += await index(of: record, in: store)
                findings.append(await objects(of: record, in: store))
            }
            return findings
        } catch {
            return [
                Finding(
                    subject: "catalogue",
                    state: .fault,
                    found: "\(error)",
                    mend: "restore \(house.settings.home.catalogue) from a backup"
                )
            ]
        }
    }

    private func index(of record: GalleryRecord, in store: any GalleryStore) async -> [Finding] {
        let subject = "gallery \(record.name)"
        do {
            // Before anything opens the files: that would make damaged ones anew without a word.
            let damage = try house.indexDamage(of: record)
            guard damage.isEmpty else { return [faultOfIndex(record, damage)] }
            let opened = try await house.open(record, in: store)
            let faults = try await comparisonFaults(of: record, opened)
            guard faults.isEmpty else { return [faultOfIndex(record, faults)] }
            let counts = try await store.statistics(of: record.id)
            let agreed = Finding(
                subject: subject,
                state: .fine,
                found: "\(counted(counts.people, "person", "people")), "
                    + "\(counted(counts.faces, "face")), index and catalogue agree"
            )
            return [agreed]
                + [troubleOfIndex(record, opened), await twins(of: record, opened: opened)]
                .compactMap { $0 }
        } catch let error as PackError {
            return [
                Finding(
                    subject: subject,
                    state: .fault,
                    found: "\(error)",
                    mend: "semblance models pull \(record.pack.name)"
                )
            ]
        } catch {
            return [Finding(subject: subject, state: .fault, found: "\(error)", mend: nil)]
        }
    }

    /// That an index can't be kept in its files.
    private func troubleOfIndex(_ record: GalleryRecord, _ opened: OpenGallery) -> Finding? {
        guard let trouble = opened.stored.trouble else { return nil }
        return Finding(
            subject: "index of \(record.name)",
            state: .notice,
            found: "it is searched, but its files can't be written: \(trouble)",
            mend: "free disk space, or mend the permissions of "
                + house.indexFolder(of: record.id)
        )
    }

    /// What a comparison, face by face, finds wrong; an index in memory was just made from the
    /// catalogue.
    private func comparisonFaults(
        of record: GalleryRecord,
        _ opened: OpenGallery
    ) async throws -> [String] {
        guard opened.stored.hold != .memory else { return [] }
        return try await IndexComparison(store: opened.store, gallery: record, index: opened.stored)
            .run().faults
    }

    private func faultOfIndex(_ record: GalleryRecord, _ faults: [String]) -> Finding {
        Finding(
            subject: "index of \(record.name)",
            state: .fault,
            found: faults.joined(separator: "; "),
            mend: "semblance index rebuild --gallery \(record.name)"
        )
    }

    private func finding(_ subject: String, mend: String?, _ look: () throws -> String) -> Finding {
        do {
            return Finding(subject: subject, state: .fine, found: try look())
        } catch {
            return Finding(subject: subject, state: .fault, found: "\(error)", mend: mend)
        }
    }
}

/// What only the doctor looks for.
private enum DoctorError: Error, CustomStringConvertible {
    case wrongPicture
    case damagedPack([String])

    var description: String {
        switch self {
        case .wrongPicture: "a picture did not come back as it was written"
        case .damagedPack(let faults): faults.joined(separator: "; ")
        }
    }
}
