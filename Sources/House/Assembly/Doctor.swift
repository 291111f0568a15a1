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

    /// Faces looked up in the catalogue at a time.
    static let pageSize = 1_000

    let house: House

    /// Looks at what a house is wired to.
    public init(_ house: House) { self.house = house }

    /// Looks at everything; changes nothing (`mend` does).
    public func examine() async -> [Finding] {
        var findings = [engine(), imaging(), fonts(), home(), disk()]
        findings += packs()
        findings += await galleries()
        return findings
    }

    // MARK: Libraries

    private func engine() -> Finding {
        finding("inference engine", mend: nil) {
            "OpenVINO \(try house.engine().version)"
        }
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
            try home.prepare()
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
            let opened = try await house.open(record, in: store)
            let counts = try await store.statistics(of: record.id)
            let indexed = await opened.index.count
            guard indexed == counts.faces else {
                return [
                    Finding(
                        subject: subject,
                        state: .fault,
                        found: "the index holds \(indexed) faces, the catalogue \(counts.faces)",
                        mend: "this should not happen: please report it with this line"
                    )
                ]
            }
            let agreed = Finding(
                subject: subject,
                state: .fine,
                found: "\(counts.people) people, \(counts.faces) faces, index and catalogue agree"
            )
            return [agreed] + [await twins(of: record, opened: opened)].compactMap { $0 }
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

    private func objects(of record: GalleryRecord, in store: any GalleryStore) async -> Finding {
        let subject = "objects of \(record.name)"
        do {
            let (expected, missing) = try await missingObjects(of: record, in: store)
            guard missing > 0 else {
                return Finding(
                    subject: subject,
                    state: .fine,
                    found: expected == 0 ? "none are kept" : "all \(expected) are there"
                )
            }
            return Finding(
                subject: subject,
                state: .fault,
                found: "\(missing) of \(expected) are missing",
                mend: "enrol the photos again, or restore \(house.settings.home.objects)"
            )
        } catch {
            return Finding(subject: subject, state: .fault, found: "\(error)", mend: nil)
        }
    }

    private func missingObjects(
        of record: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> (expected: Int, missing: Int) {
        let objects = house.objects()
        var sequence: Int64 = 0
        var counts = (expected: 0, missing: 0)
        while true {
            let page = try await store.changes(
                after: sequence,
                limit: Self.pageSize,
                in: record.id
            )
            guard let last = page.last else { return counts }
            sequence = last.sequence
            let ids = page.compactMap { change in
                if case .added(let face, _, _) = change.event { face } else { nil }
            }
            for face in try await store.faces(ids, in: record.id) {
                let wanted = [face.photoStored ? face.photoHash : nil, face.crop]
                for address in wanted.compactMap({ $0 }) {
                    counts.expected += 1
                    if try await !objects.contains(address) { counts.missing += 1 }
                }
            }
        }
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
