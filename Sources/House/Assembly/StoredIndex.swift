import Foundation
import Gallery
import Synchronization
package import VectorIndex

/// A gallery's vector index in the home's files, as its `NeighborIndex`.
///
/// One process at a time writes the files; it follows the catalogue's change log and publishes what
/// it has. Every other process maps what was published and keeps the changes since then in memory,
/// so that each of them answers from the catalogue's last change. When the writer goes, or the disk
/// takes writes again, one of those that follow becomes the writer. The files are a copy: whatever is
/// wrong with them, they are made anew.
package actor StoredIndex: NeighborIndex {
    /// How the files are held.
    package enum Hold: String, Sendable {
        /// This process writes them.
        case writer
        /// This process reads them; another writes them, or nobody can.
        case reader
        /// This process can neither write nor read them now, and has the index in memory.
        case memory
    }

    /// What was applied since the files were written last.
    struct Unsaved {
        var changes = 0
        var removals = false

        init() {}

        /// What is due in files that were just opened: a process that ended between noting a removal
        /// and overwriting the vector has left that to the next.
        init(openedTo view: IndexView) {
            guard case .writer(let files) = view, files.snapshot().holdsRemoved else { return }
            changes = 1
            removals = true
        }
    }

    package nonisolated let recall: Double
    let folder: String
    let dimension: Int
    let filters = FilterShelf()
    let seen: Mutex<IndexView>
    let unsaved: Mutex<Unsaved>
    /// Why the files can't be written, or not even read.
    let failure: Mutex<VectorIndexError?>
    /// Until files that failed are opened again; over as soon as something was saved.
    let pauses: Mutex<ReopeningPauses>
    var isReopening = false
    /// Whether the files that are read are no longer those in the folder.
    var isRemade = false

    private init(
        _ view: IndexView,
        _ failure: VectorIndexError?,
        folder: String,
        dimension: Int,
        recall: Double,
        pauses: ReopeningPauses
    ) {
        self.folder = folder
        self.dimension = dimension
        self.recall = recall
        self.pauses = Mutex(pauses)
        self.failure = Mutex(failure)
        unsaved = Mutex(Unsaved(openedTo: view))
        seen = Mutex(view)
        if failure != nil { self.pauses.withLock { $0.failed(at: .now) } }
    }

    // MARK: Opening

    /// Opens the index of a gallery: to write it when nobody else does, otherwise to read it.
    ///
    /// - Parameters:
    ///   - folder: made when it is not there.
    ///   - sequence: the catalogue's last change; files that claim to know more were made from
    ///     another catalogue and are made anew.
    ///   - recall: the share of the exact answers to find.
    ///   - pauses: between tries to write files that could not be written.
    /// - Throws: `VectorIndexError` when the files can neither be written nor read.
    package static func open(
        folder: String,
        dimension: Int,
        sequence: Int64,
        recall: Double,
        pauses: ReopeningPauses = ReopeningPauses()
    ) throws(VectorIndexError) -> StoredIndex {
        let opened = Self.opened(folder: folder, dimension, sequence, recall, pauses)
        if opened.hold == .memory, let failure = opened.trouble { throw failure }
        return opened
    }

    /// Opens the index of a gallery; where the files can neither be written nor read it is empty, and
    /// in memory until they can.
    package static func opened(
        folder: String,
        _ dimension: Int,
        _ sequence: Int64,
        _ recall: Double,
        _ pauses: ReopeningPauses = ReopeningPauses()
    ) -> StoredIndex {
        let (view, failure) = IndexView.opened(folder: folder, dimension, knownTo: sequence)
        return StoredIndex(
            view,
            failure,
            folder: folder,
            dimension: dimension,
            recall: recall,
            pauses: pauses
        )
    }

    /// Begins an empty index in place of what the files hold.
    ///
    /// - Throws: `VectorIndexError.locked` while another process writes them.
    package static func remake(
        folder: String,
        dimension: Int,
        recall: Double
    ) throws(VectorIndexError) -> StoredIndex {
        StoredIndex(
            try IndexView.writing(folder: folder, dimension) { _ in false },
            nil,
            folder: folder,
            dimension: dimension,
            recall: recall,
            pauses: ReopeningPauses()
        )
    }

    /// Takes the files of a gallery that is gone away, also from under a process that writes them:
    /// its writes then fail, and leave nothing behind.
    package static func remove(_ folder: String) throws(VectorIndexError) {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        // Moved first, so that nobody opens a folder that is half gone.
        let aside = folder + asideMark + UUID().uuidString
        do {
            try FileManager.default.moveItem(atPath: folder, toPath: aside)
            try FileManager.default.removeItem(atPath: aside)
        } catch {
            let code = errno
            // Another process may have been faster.
            let isThere = [folder, aside].contains {
                FileManager.default.fileExists(atPath: $0)
            }
            guard isThere else { return }
            throw .system(operation: "remove", file: folder, code: code)
        }
    }

    /// What stands between the name of a folder that is being removed and a name of its own.
    package static let asideMark = ".discarded-"

    // MARK: Inspection

    nonisolated var view: IndexView { seen.withLock { $0 } }

    package nonisolated var hold: Hold { view.hold }

    package nonisolated var sequence: Int64 { view.position }

    package nonisolated var count: Int { view.count }

    /// What the files hold, or held when they were looked at last.
    package nonisolated var base: IndexSnapshot { view.base }

    /// Why the files can't be written or read now, `nil` when they can; it is tried again.
    package nonisolated var trouble: VectorIndexError? { failure.withLock { $0 } }

    /// The vector index of the files.
    ///
    /// - Throws: why they are not open.
    package nonisolated func files() throws(VectorIndexError) -> VectorIndex {
        if let files = view.files { return files }
        throw trouble ?? .damaged(file: folder, part: "not open")
    }
}
