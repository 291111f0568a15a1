import FaceTypes
import Hashing

/// Brings the files of one pack together in an installation's folder.
final class PackGatherer {
    /// The folder below the working folder that becomes the pack.
    static let stageName = "stage"

    private let manifest: PackManifest
    private let options: InstallOptions
    private let neighbours: [String: String]
    private let mirror: MirrorFolder?
    private let work: String
    private let listener: InstallListener
    private var archives: [String: Result<String, SourceFailure>] = [:]

    /// Why one source did not help; shown in the list of attempts.
    struct SourceFailure: Error {
        let words: String
    }

    init(
        manifest: PackManifest,
        options: InstallOptions,
        neighbours: [String: String],
        work: String,
        listener: @escaping InstallListener
    ) throws(PackError) {
        self.manifest = manifest
        self.options = options
        self.neighbours = neighbours
        self.work = work
        self.listener = listener
        mirror =
            if let folder = options.mirror { try MirrorFolder(folder) } else { nil }
        try PackFolder.make(work + "/" + Self.stageName)
    }

    /// Gathers every file; the manifest that comes back names only what is there.
    func gather() async throws(PackError) -> PackManifest {
        var complete = manifest
        complete.files = []
        for file in manifest.files {
            do {
                try await place(file)
                complete.files.append(file)
            } catch {
                guard file.isOptional, case .unavailable(_, _, let attempts) = error else {
                    throw error
                }
                let reason = attempts.joined(separator: "; ")
                listener(.skipped(file: file.path, reason: reason))
            }
        }
        return withoutHalves(complete)
    }

    /// An optional net is only kept if all of its files are there.
    private func withoutHalves(_ manifest: PackManifest) -> PackManifest {
        let missing = self.manifest.files.count != manifest.files.count
        guard missing else { return manifest }
        var whole = manifest
        whole.headPose = nil
        for file in manifest.files where file.isOptional {
            PackFolder.remove(staged(file))
        }
        whole.files.removeAll(where: \.isOptional)
        return whole
    }

    private func staged(_ file: PackFile) -> String {
        work + "/" + Self.stageName + "/" + file.path
    }

    private func place(_ file: PackFile) async throws(PackError) {
        var attempts: [String] = []
        if let path = neighbours[file.sha256], try copy(path, file, nil, &attempts) { return }
        if try fromMirror(file, &attempts) { return }
        for source in file.sources {
            if Task.isCancelled { throw .cancelled(name: manifest.name) }
            do {
                let path = try await obtain(source, for: file)
                defer { PackFolder.remove(path) }
                if try use(path, for: file, &attempts) { return }
            } catch let failure as SourceFailure {
                attempts.append(failure.words)
            } catch let error as PackError {
                throw error
            } catch {
                attempts.append("\(error)")
            }
        }
        if Task.isCancelled { throw .cancelled(name: manifest.name) }
        if attempts.isEmpty {
            attempts = ["it is only found in a mirror folder; name one with --from"]
        }
        throw .unavailable(name: manifest.name, file: file.path, attempts: attempts)
    }

    private func fromMirror(
        _ file: PackFile,
        _ attempts: inout [String]
    ) throws(PackError) -> Bool {
        guard let mirror else { return false }
        let name = file.conversion?.fileName ?? file.path
        let found = mirror.candidates(named: name)
        for path in found where try use(path, for: file, &attempts) { return true }
        if found.isEmpty { attempts.append("\(mirror.folder) has no \(name)") }
        return false
    }

    /// Copies or converts a file that was found, if its hash is right.
    private func use(
        _ path: String,
        for file: PackFile,
        _ attempts: inout [String]
    ) throws(PackError) -> Bool {
        guard let conversion = file.conversion else {
            return try copy(path, file, file.bytes, &attempts)
        }
        let origin = try PackFolder.hash(path).hexadecimal
        guard origin == conversion.sha256 else {
            attempts.append(
                Self.words(
                    .wrongHash(
                        file: conversion.fileName,
                        place: path,
                        expected: conversion.sha256,
                        found: origin
                    )
                )
            )
            return false
        }
        listener(.converting(file: file.path))
        try convert(path, conversion, to: file)
        return true
    }

    private func convert(
        _ path: String,
        _ conversion: PackConversion,
        to file: PackFile
    ) throws(PackError) {
        let converted: [UInt8]
        do {
            converted = try ModelConverter.convert(
                try PackFolder.read(path),
                as: conversion.kind
            )
        } catch let error as ModelFileError {
            throw .conversionFailed(file: conversion.fileName, reason: "\(error)")
        } catch let error as PackError {
            throw error
        } catch {
            throw .conversionFailed(file: conversion.fileName, reason: "\(error)")
        }
        let found = sha256(converted).hexadecimal
        guard found == file.sha256 else {
            throw .conversionFailed(
                file: conversion.fileName,
                reason: "the result's SHA-256 is \(found), expected \(file.sha256)"
            )
        }
        try PackFolder.write(converted, to: staged(file))
    }

    private func copy(
        _ path: String,
        _ file: PackFile,
        _ bytes: Int?,
        _ attempts: inout [String]
    ) throws(PackError) -> Bool {
        if let bytes, let size = PackFolder.size(path), size != bytes {
            attempts.append("\(path) has \(size) bytes, expected \(bytes)")
            return false
        }
        let name = manifest.name
        let found = try PackFolder.copy(path, to: staged(file)) { done throws(PackError) in
            if Task.isCancelled { throw .cancelled(name: name) }
            listener(.copying(file: file.path, bytes: done, of: file.bytes))
        }
        guard found.hexadecimal != file.sha256 else { return true }
        PackFolder.remove(staged(file))
        attempts.append(
            Self.words(
                .wrongHash(
                    file: file.path,
                    place: path,
                    expected: file.sha256,
                    found: found.hexadecimal
                )
            )
        )
        return false
    }

    private static func words(_ error: PackError) -> String { "\(error)" }
}

// Publishers and pip.
extension PackGatherer {
    /// Gets the file, or what it is made from, into the working folder.
    private func obtain(_ source: PackSource, for file: PackFile) async throws -> String {
        let destination = work + "/got"
        let size = file.conversion?.bytes ?? file.bytes
        switch source {
        case .address(let address):
            try await download(address, to: destination, size: size)
        case .archive(let address, let member):
            let archive = try await archive(key: address) { [self] path in
                try await download(address, to: path, size: nil)
                return path
            }
            try await unpack(member, of: archive, to: destination, size: size)
        case .pip(let requirement, let sha256, let isSourceArchive, let member):
            let package = PipFetcher.Package(
                requirement: requirement,
                sha256: sha256,
                isSourceArchive: isSourceArchive
            )
            let archive = try await archive(key: requirement) { [self] path in
                if let path = try mirrored(package) { return path }
                return try await downloadPackage(package, to: path)
            }
            try await unpack(member, of: archive, to: destination, size: size)
        }
        return destination
    }

    /// Archives hold several files of a pack: each is fetched once, and fails once.
    private func archive(
        key: String,
        fetch: (String) async throws -> String
    ) async throws -> String {
        if let known = archives[key] { return try known.get() }
        do {
            let path = try await fetch(work + "/archive\(archives.count)")
            archives[key] = .success(path)
            return path
        } catch let failure as SourceFailure {
            archives[key] = .failure(failure)
            throw failure
        }
    }

    private func download(_ address: String, to path: String, size: Int?) async throws {
        guard let fetch = options.fetch else {
            throw SourceFailure(
                words: "\(address) may not be fetched here; download it yourself into a folder and "
                    + "name that with --from"
            )
        }
        let listener = listener
        let request = PackFetchRequest(
            address: address,
            destination: path,
            expectedBytes: size,
            byteLimit: size ?? options.byteLimit
        )
        do {
            try await fetch(request) {
                listener(.downloading(address: address, bytes: $0, of: size))
            }
        } catch {
            if Task.isCancelled { throw PackError.cancelled(name: manifest.name) }
            throw SourceFailure(words: "\(address): \(error)")
        }
    }

    /// A package's archive in the mirror folder, for machines without a network.
    private func mirrored(_ package: PipFetcher.Package) throws(PackError) -> String? {
        for path in mirror?.archives(of: package.requirement) ?? []
        where try PackFolder.hash(path).hexadecimal == package.sha256 {
            return path
        }
        return nil
    }

    private func downloadPackage(
        _ package: PipFetcher.Package,
        to folder: String
    ) async throws -> String {
        guard options.allowsPip else { throw SourceFailure(words: "pip may not be used") }
        try PackFolder.make(folder)
        let listener = listener
        do {
            return try await pip.download(package, into: folder) {
                listener(.package(name: package.requirement, bytes: $0))
            }
        } catch {
            throw translate(error)
        }
    }

    private func unpack(
        _ member: String,
        of archive: String,
        to destination: String,
        size: Int?
    ) async throws {
        let folder = work + "/unpack"
        try PackFolder.make(folder)
        do {
            try await pip.unpack(
                member,
                of: archive,
                to: destination,
                limit: size ?? options.byteLimit,
                in: folder
            )
        } catch {
            throw translate(error)
        }
    }

    private var pip: PipFetcher {
        PipFetcher(python: options.python, seconds: options.pipSeconds)
    }

    private func translate(_ error: PipError) -> any Error {
        error == .cancelled
            ? PackError.cancelled(name: manifest.name) : SourceFailure(words: "\(error)")
    }
}
