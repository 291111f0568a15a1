public import FaceTypes

/// Photos and crops, each stored once under the SHA-256 of its bytes.
///
/// Objects never change, so storing one twice is harmless, and a reader either finds all of an
/// object or none of it. Calls may come from any task and from several processes.
public protocol ObjectStore: Sendable {
    /// Stores objects; when it returns they are durable.
    ///
    /// Several a call are faster than one: they wait for the disk together.
    /// - Returns: the addresses, in the order given.
    func put(_ objects: [[UInt8]]) async throws(ObjectStorageError) -> [ContentHash]

    /// Stores objects, then runs the body that writes down what refers to them, and lets no sweep
    /// run in between.
    ///
    /// This is how an object is stored that a record will name: an object another process is about
    /// to sweep, or one that was there already, is still there when the record is committed. What a
    /// process stored and never recorded, because it died, the next sweep is told of.
    /// - Parameter record: is given the addresses, in the order of the objects; short, for sweeps
    ///   wait for it. It must not store or sweep itself.
    /// - Throws: `ObjectStorageError.busy` when a sweep holds the store too long, other
    ///   `ObjectStorageError`s, and what the body throws.
    func put<Result: Sendable>(
        _ objects: [[UInt8]],
        recordedBy record: @Sendable ([ContentHash]) async throws -> Result
    ) async throws -> Result

    /// Runs a body that records objects which were stored before, while nobody sweeps.
    ///
    /// A sweep may have taken them away since: look first whether they are still there.
    /// - Throws: as `put(_:recordedBy:)`.
    func whileNobodySweeps<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result

    /// Runs a body that deletes objects no record refers to, while nobody stores any.
    ///
    /// - Parameter body: is given the addresses that were stored and whose recording did not end
    ///   well, of which some may have records; judges, deletes, and strikes off its lists. When it
    ///   returns, those addresses are forgotten.
    /// - Throws: `ObjectStorageError.busy` when others store without a pause, other
    ///   `ObjectStorageError`s, and what the body throws.
    func sweep<Result: Sendable>(
        _ body: @Sendable (_ stranded: [ContentHash]) async throws -> Result
    ) async throws -> Result

    /// Whether something is stored under an address; its bytes are not looked at.
    func contains(_ address: ContentHash) async throws(ObjectStorageError) -> Bool

    /// The bytes under an address, checked against it.
    /// - Throws: `ObjectStorageError.missing` or `.damaged`, among others.
    func bytes(of address: ContentHash) async throws(ObjectStorageError) -> [UInt8]

    /// Deletes objects, passing over ones that are not there.
    ///
    /// Durable when it returns.
    func delete(_ addresses: [ContentHash]) async throws(ObjectStorageError)

    /// Addresses in ascending order of their bytes, at most `limit`, after the given one.
    func addresses(
        after: ContentHash?,
        limit: Int
    ) async throws(ObjectStorageError) -> [ContentHash]
}

extension ObjectStore {
    /// Stores one object; when it returns it is durable.
    public func put(_ bytes: [UInt8]) async throws(ObjectStorageError) -> ContentHash {
        let addresses = try await put([bytes])
        guard let address = addresses.first else {
            preconditionFailure("a store answers every object")
        }
        return address
    }
}
