public import FaceTypes
import Hashing

/// Why a sweep never takes an object away that somebody is about to record:
///
/// Storing and the commit of its record lie together within a shared lock; judging ("has no record")
/// and deleting lie together within the exclusive one. So a sweep sees an object either before it is
/// stored, and then storing it finds it gone and writes it; or after its record is committed, and
/// then the judgement spares it. The locks belong to the system, not to a clock: a process that is
/// stopped in between keeps its lock, and one that dies loses it together with its chance to record.
extension FileObjectStore {
    /// Stores objects, then runs the body that writes down what refers to them, and lets no sweep
    /// run in between.
    public func put<Result: Sendable>(
        _ objects: [[UInt8]],
        recordedBy record: @Sendable ([ContentHash]) async throws -> Result
    ) async throws -> Result {
        if objects.isEmpty { return try await record([]) }
        return try await whileNobodySweeps {
            let intents = StoringIntents(in: folder)
            let intent = try intents.note(objects.map { sha256($0) })
            let result = try await record(try put(objects, isLocked: true))
            // The record is committed; a line left behind is judged by the next sweep.
            try? intents.strikeOff(intent)
            return result
        }
    }

    /// Runs a body that records objects which were stored before, while nobody sweeps.
    public func whileNobodySweeps<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try FileSystem.makeFolders(folder)
        let lock = try await SweepLock(.storing, in: folder, waitSecondsMax: waitSecondsMax)
        defer { lock.release() }
        return try await body()
    }

    /// Runs a body that deletes objects no record refers to, while nobody stores any.
    public func sweep<Result: Sendable>(
        _ body: @Sendable (_ stranded: [ContentHash]) async throws -> Result
    ) async throws -> Result {
        try FileSystem.makeFolders(folder)
        let lock = try await SweepLock(.sweeping, in: folder, waitSecondsMax: waitSecondsMax)
        defer { lock.release() }
        let intents = StoringIntents(in: folder)
        let (files, addresses) = try intents.stranded()
        let result = try await body(addresses)
        for file in files { try intents.strikeOff(file) }
        _ = try removeLeftovers(olderThanSeconds: Self.leftoverSecondsMin, isSweeping: true)
        return result
    }

    /// Age from which a file below `tmp/` belongs to no living writer, in seconds, where the writer
    /// held no lock.
    private static let leftoverSecondsMin = 3_600
}
