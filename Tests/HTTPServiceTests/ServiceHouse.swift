import AccessKeys
import Calibration
import FacePipeline
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Imaging
import Ingest
import Jobs
import Likeness
import NIOCore
import ObjectStorage
import Pools
import Synchronization

/// A service over doubles: photos are texts such as `person 3`, galleries lie in memory.
final class ServiceHouse: Sendable {
    static let pack = PackIdentity(name: "made-up", version: "1", hash: "00", dimension: 32)
    static let curve = FalseMatchCurve(fmr1e3: 0.53, fmr1e4: 0.62, fmr1e5: 0.68)
    static let jpeg: [UInt8] = {
        let grey = PixelImage(width: 640, height: 480, grey: 128)
        return (try? encodeJPEG(grey)) ?? []
    }()

    let store = MemoryGalleryStore()
    let objects = MemoryObjects()
    let queue = MemoryJobStore()
    let population = GalleryPopulation(dimension: 32, likeness: 0.9, seed: 21)
    let log = Lines()
    /// Each time the indexes of galleries that are gone were to be deleted.
    let sweeps = Lines()
    /// Receipts of removals that were kept.
    let receipts: KeptReceipts
    let keys = MemoryKeys()
    let pool = BoundedPool(name: "tests", width: 2, queueLimit: 16)
    /// Photos `slow` wait here.
    let hold = DispatchSemaphore(value: 0)
    let service: HTTPService

    init(
        labelled: Bool = true,
        people: Int = 0,
        ready: Bool = true,
        change: (inout ServiceSettings) -> Void = { _ in }
    ) async throws {
        var settings = ServiceSettings()
        // Other suites may keep every thread of this process busy for a minute and more: what a test
        // does not ask for must not be what ends its request.
        (settings.idleLimit, settings.bodyLimit, settings.readerLimit) = (
            .seconds(600), .seconds(600), .seconds(600)
        )
        settings.port = 0
        settings.jobsInterval = .milliseconds(2)
        change(&settings)
        let world = World(
            store: store,
            objects: objects,
            population: population,
            hold: hold,
            pool: pool
        )
        let (keys, log) = (keys, log)
        let receipts = KeptReceipts()
        self.receipts = receipts
        let parts = ServiceParts(
            version: "9.9",
            defaultGallery: "default",
            store: store,
            objects: objects,
            jobs: queue,
            pool: pool,
            keys: KeyDesk(
                find: { try keys.find($0) },
                list: { keys.list },
                create: { keys.create($0, $1) },
                revoke: { keys.revoke($0) }
            ),
            open: { try await world.open($0) },
            eyes: { world.eyes },
            create: { wanted in
                try world.store.createGallery(
                    named: wanted.name,
                    pack: Self.pack,
                    keep: wanted.keep ?? .photos,
                    labelled: wanted.labelled ?? true
                )
            },
            keepReceipt: { receipt, _ in receipts.add(receipt) },
            sweepIndexes: { [sweeps] in sweeps.add("sweep") },
            packs: { [world.eyes.pack] },
            warmUpPhotos: [],
            log: { log.add($0) }
        )
        service = HTTPService(parts: parts, settings: settings)
        if ready { service.becomeReady() }
        if people > 0 {
            let gallery = try store.createGallery(
                named: "default",
                pack: Self.pack,
                keep: .photos,
                labelled: labelled
            )
            for number in 1...people { try await enrol(number, in: gallery) }
        }
    }

    /// Enrols two photos of a person with stored bytes.
    func enrol(_ number: Int, in gallery: GalleryRecord) async throws {
        let person =
            gallery.labelled
            ? try store.person(
                withKey: "key-\(number)",
                name: "Person \(number)",
                metadata: PersonMetadata(
                    gender: number.isMultiple(of: 2) ? "female" : "male",
                    birthYear: 1940 + number,
                    country: "Norway",
                    occupations: ["painter"]
                ),
                in: gallery.id
            ) : nil
        for photo in 0..<2 {
            var enrolment = population.enrolment(
                person: person?.id,
                embedding: population.embedding(ofPerson: number, photo: photo),
                photo: number * 100 + photo,
                credit: PhotoCredit(author: "A. Maker", licence: "CC0")
            )
            enrolment.hash = try await objects.put(Self.jpeg)
            if let hash = ContentHash(bytes: World.hash(number * 100 + photo)) {
                enrolment.hash = hash
                objects.set(Self.jpeg, at: hash)
            }
            _ = try store.enrol([enrolment], in: gallery.id)
        }
    }

    /// Runs a test against the router, without a socket.
    func routed<Value: Sendable>(
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await service.application().test(.router, test)
    }

    /// Runs a test over a socket.
    func live<Value: Sendable>(
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await service.application().test(.live, test)
    }

    func bearer(_ role: KeyRole) -> HTTPFields {
        [.authorization: "Bearer " + keys.create("test", role).secret]
    }
}

/// What a house's service is wired to.
struct World: Sendable {
    let store: MemoryGalleryStore
    let objects: MemoryObjects
    let population: GalleryPopulation
    let hold: DispatchSemaphore
    let pool: BoundedPool

    static func hash(_ number: Int) -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: (number + 1) &* (2 * $0 + 3) &+ $0) }
    }

    func open(_ name: String) async throws -> ServedGallery? {
        guard let record = try store.gallery(named: name) else { return nil }
        let index = ExactNeighborIndex()
        try await index.follow(store, gallery: record.id)
        let search = LikenessSearch(
            gallery: record,
            store: store,
            index: index,
            curve: ServiceHouse.curve
        )
        return ServedGallery(
            record: record,
            store: store,
            objects: objects,
            search: search,
            eyes: eyes,
            enrol: { try await enrol($0, in: record) },
            catchUp: {
                let before = index.sequence
                try await index.follow(store, gallery: record.id)
                return try store.changes(after: before, limit: 1_000, in: record.id)
                    .compactMap { change in
                        if case .removed(let face) = change.event { face } else { nil }
                    }
            },
            indexState: {
                IndexState(
                    vectors: index.count,
                    bytes: nil,
                    generation: index.sequence,
                    catalogueFaces: try store.statistics(of: record.id).faces,
                    lastCheck: nil
                )
            },
            checkIndex: {
                IndexState(
                    vectors: index.count,
                    bytes: nil,
                    generation: index.sequence,
                    catalogueFaces: try store.statistics(of: record.id).faces,
                    lastCheck: IndexCheck(at: "2026-01-01T00:00:00Z", faults: [], recall: 1)
                )
            }
        )
    }

    private func enrol(
        _ candidate: PhotoCandidate,
        in gallery: GalleryRecord
    ) async throws -> PhotoEnroller.Verdict {
        let bytes =
            switch candidate.reading {
            case .blocking(let read): try read()
            case .awaiting(let fetch): try await fetch()
            }
        let seen = try eyes.analyse(bytes)
        guard let face = seen.faces.first, let claim = candidate.claim else {
            return .refused(
                Reject(origin: candidate.origin, person: nil, code: "no_face", detail: "No face.")
            )
        }
        let person = try store.person(
            withKey: claim.key,
            name: claim.name,
            metadata: claim.metadata,
            in: gallery.id
        )
        var enrolment = population.enrolment(
            person: person?.id,
            embedding: face.embedding,
            photo: 1,
            credit: candidate.credit
        )
        enrolment.hash = try await objects.put(bytes)
        enrolment.origin = candidate.origin
        switch try store.enrol([enrolment], in: gallery.id)[0] {
        case .enrolled(let photo, let faces): return .enrolled(photo: photo, faces: faces)
        case .alreadyEnrolled: return .known
        case .faceOfAnother(let other):
            return .faceOfAnother(
                other,
                Reject(
                    origin: candidate.origin,
                    person: nil,
                    code: .faceOfAnother,
                    detail: "its face is person \(other)'s"
                )
            )
        case .suppressed:
            return .refused(
                Reject(origin: "", person: nil, code: .suppressed, detail: "Removed before.")
            )
        }
    }

    /// Sees faces in texts: `person 3`, `person 3 photo 7`, `dark 3`, `pair 3 4`, `none`; any JPEG
    /// shows person 1.
    var eyes: PhotoEyes {
        PhotoEyes(
            pack: ServedPack(
                identity: ServiceHouse.pack,
                licence: "CC0-1.0",
                licenceAddress: "https://example.org",
                summary: "Made up."
            ),
            curve: ServiceHouse.curve,
            template: [],
            analyse: { try see($0) },
            look: { try see($0) },
            embed: { crops in
                crops.map { population.embedding(ofPerson: Int($0.image.pixels[0]), photo: 9) }
            }
        )
    }

    private func see(_ bytes: [UInt8]) throws -> PhotoAnalysis {
        if bytes.starts(with: [0xFF, 0xD8]) { return photo([face(1, photo: 50)]) }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        let numbers = words.compactMap { Int($0) }
        switch words.first {
        case "person": return photo([face(numbers[0], photo: numbers.count > 1 ? numbers[1] : 50)])
        case "dark": return photo([face(numbers[0], photo: 50, codes: [.tooDark])])
        case "pair": return photo(numbers.map { face($0, photo: 50) })
        case "none": return photo([])
        case "slow":
            hold.wait()
            return photo([face(1, photo: 50)])
        default: throw PipelineError.undecodable(.notAnImage(looksLike: "text"))
        }
    }

    private func face(_ person: Int, photo: Int, codes: [QualityCode] = []) -> AnalysedFace {
        AnalysedFace(
            made: GalleryPopulation.detection,
            aligned: AlignedFace(image: PixelImage(width: 16, height: 16, grey: UInt8(person))),
            quality: GalleryPopulation.quality(score: 0.9, codes: codes),
            embedding: population.embedding(ofPerson: person, photo: photo)
        )
    }

    private func photo(_ faces: [AnalysedFace]) -> PhotoAnalysis {
        PhotoAnalysis(
            made: DecodedImage(
                image: PixelImage(width: 64, height: 48, grey: 128),
                fullWidth: 640,
                fullHeight: 480,
                format: .jpeg
            ),
            faces: faces,
            absence: faces.isEmpty ? .noFace : nil
        )
    }
}

/// Receipts of removals.
final class KeptReceipts: Sendable {
    private let receipts = Mutex<[RemovalReceipt]>([])

    func add(_ receipt: RemovalReceipt) { receipts.withLock { $0.append(receipt) } }
    var all: [RemovalReceipt] { receipts.withLock { $0 } }
}

/// Lines of a log.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

/// Objects in memory.
final class MemoryObjects: ObjectStore {
    private let held = Mutex<[ContentHash: [UInt8]]>([:])

    func set(_ bytes: [UInt8], at address: ContentHash) { held.withLock { $0[address] = bytes } }

    func put(_ objects: [[UInt8]]) async throws(ObjectStorageError) -> [ContentHash] {
        objects.map { bytes in
            var digest = [UInt8](repeating: 0, count: 32)
            for (place, byte) in bytes.enumerated() {
                digest[place % 32] = digest[place % 32] &* 31 &+ byte &+ UInt8(place % 251)
            }
            guard let address = ContentHash(bytes: digest) else {
                preconditionFailure("32 bytes")
            }
            set(bytes, at: address)
            return address
        }
    }

    func put<Result: Sendable>(
        _ objects: [[UInt8]],
        recordedBy record: @Sendable ([ContentHash]) async throws -> Result
    ) async throws -> Result {
        try await record(try await put(objects))
    }

    func whileNobodySweeps<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await body()
    }

    func sweep<Result: Sendable>(
        _ body: @Sendable (_ stranded: [ContentHash]) async throws -> Result
    ) async throws -> Result {
        try await body([])
    }

    func contains(_ address: ContentHash) async throws(ObjectStorageError) -> Bool {
        held.withLock { $0[address] != nil }
    }

    func bytes(of address: ContentHash) async throws(ObjectStorageError) -> [UInt8] {
        guard let bytes = held.withLock({ $0[address] }) else { throw .missing(address) }
        return bytes
    }

    func delete(_ addresses: [ContentHash]) async throws(ObjectStorageError) {
        held.withLock { held in for address in addresses { held[address] = nil } }
    }

    func addresses(
        after: ContentHash?,
        limit: Int
    ) async throws(ObjectStorageError) -> [ContentHash] { [] }
}

/// Access keys in memory.
final class MemoryKeys: Sendable {
    private let keys = Mutex<[String: ServedKey]>([:])

    private let broken = Mutex(false)

    /// From now on the keys can't be read.
    func breakDown() { broken.withLock { $0 = true } }

    func find(_ secret: String) throws(AccessKeyError) -> ServedKey? {
        guard !broken.withLock({ $0 }) else {
            throw .system(call: "read", path: "keys", code: 5)
        }
        return keys.withLock { $0[secret] }
    }

    var list: [ServedKey] { keys.withLock { Array($0.values) } }

    func create(_ label: String, _ role: KeyRole) -> (key: ServedKey, secret: String) {
        keys.withLock { keys in
            let key = ServedKey(id: "k\(keys.count)", label: label, role: role, created: nil)
            let secret = "smb_secret_\(keys.count)"
            keys[secret] = key
            return (key, secret)
        }
    }

    func revoke(_ id: String) -> Bool {
        keys.withLock { keys in
            guard let secret = keys.first(where: { $0.value.id == id })?.key else { return false }
            keys[secret] = nil
            return true
        }
    }
}

/// Parsed JSON that tests can walk without ceremony.
struct JSON: @unchecked Sendable {
    let value: Any?

    init(_ body: ByteBuffer) {
        value = try? JSONSerialization.jsonObject(with: Data(body.readableBytesView))
    }

    init(value: Any?) { self.value = value }

    subscript(key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
    subscript(index: Int) -> JSON {
        let list = value as? [Any] ?? []
        return JSON(value: list.indices.contains(index) ? list[index] : nil)
    }
    var text: String? { value as? String }
    var number: Int? { (value as? NSNumber)?.intValue }
    var real: Double? { (value as? NSNumber)?.doubleValue }
    var flag: Bool? { value as? Bool }
    var count: Int { (value as? [Any])?.count ?? 0 }
    var list: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
}

extension TestClientProtocol {
    /// Sends a request with a text as body.
    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ body: String? = nil,
        type: String = "application/octet-stream",
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        if body != nil { headers[.contentType] = type }
        return try await executeRequest(
            uri: uri,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
    }

    /// Sends JSON.
    func sendJSON(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ body: String,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await send(method, uri, body, type: "application/json", headers: headers)
    }
}

extension TestResponse {
    var json: JSON { JSON(body) }
    var code: String? { json["code"].text }
    var text: String { String(buffer: body) }
}

extension String {
    var base64: String { Data(utf8).base64EncodedString() }
}
