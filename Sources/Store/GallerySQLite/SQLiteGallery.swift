public import Gallery
import GRDB

/// The catalogue of a home in one SQLite file.
///
/// Every commit reaches the disk before the call returns (`synchronous=FULL` in WAL mode), what is
/// deleted is overwritten (`secure_delete`), and any number of processes may open the same file.
/// Calls may come from any task: writes queue up behind one connection, reads run beside them on
/// connections of their own, each on a snapshot.
public final class SQLiteGallery: GalleryStore {
    /// Where the catalogue lies.
    public let path: String

    let settings: SQLiteGallerySettings
    let pool: DatabasePool

    /// Opens the catalogue, making or updating it when `access` allows.
    ///
    /// Blocks while another process is opening the same file, up to the settings' limit.
    /// - Parameter path: the file; its folder must exist.
    /// - Throws: `GalleryError.newerSchema`, `.readOnly`, `.busy`, `.diskFull` or `.storage`.
    public init(
        path: String,
        access: CatalogueAccess = .readWrite,
        settings: SQLiteGallerySettings = SQLiteGallerySettings()
    ) throws(GalleryError) {
        self.path = path
        self.settings = settings
        do {
            switch access {
            case .readWrite:
                pool = try CatalogueOpening.writablePool(at: path, settings: settings)
            case .readOnly:
                pool = try CatalogueOpening.readOnlyPool(at: path, settings: settings)
            }
        } catch {
            throw GalleryError(cause: error, path: path, settings: settings)
        }
    }

    /// Waits for running calls, then closes the file; calls made afterwards fail.
    public func close() throws(GalleryError) {
        do {
            try pool.close()
        } catch {
            throw GalleryError(cause: error, path: path, settings: settings)
        }
    }

    /// Runs a reading on a snapshot.
    func read<Result: Sendable>(
        _ body: @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.read(body)
        } catch {
            throw Self.passedOn(error, path: path, settings: settings)
        }
    }

    /// Runs a transaction that holds the write lock from its first statement.
    func write<Result: Sendable>(
        _ body: @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.write(body)
        } catch {
            throw Self.passedOn(error, path: path, settings: settings)
        }
    }

    /// Runs statements that may not be inside a transaction, on the writing connection.
    func writeWithoutTransaction<Result: Sendable>(
        _ body: @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.writeWithoutTransaction(body)
        } catch {
            throw Self.passedOn(error, path: path, settings: settings)
        }
    }

    private static func passedOn(
        _ error: any Error,
        path: String,
        settings: SQLiteGallerySettings
    ) -> any Error {
        if error is CancellationError { return error }
        return GalleryError(cause: error, path: path, settings: settings)
    }
}
