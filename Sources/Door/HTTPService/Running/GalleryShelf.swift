import FaceTypes
import Gallery
import Likeness

/// The open galleries; each is opened once and shared by all requests.
actor GalleryShelf {
    private let open: @Sendable (String) async throws -> ServedGallery?
    private let galleriesMax: Int
    private let thumbnails: ThumbnailMaker
    private let works: WorkBoard
    private var galleries: [String: Task<ServedGallery?, any Error>] = [:]
    /// When each was asked for last, by `clock`.
    private var used: [String: UInt64] = [:]
    private var clock: UInt64 = 0
    private var facets: [GalleryID: GalleryFacets] = [:]
    private var refreshing: Set<GalleryID> = []

    init(
        open: @escaping @Sendable (String) async throws -> ServedGallery?,
        galleriesMax: Int,
        thumbnails: ThumbnailMaker,
        works: WorkBoard
    ) {
        self.open = open
        self.galleriesMax = galleriesMax
        self.thumbnails = thumbnails
        self.works = works
    }

    /// An open gallery, opened now if need be; `nil` when there is none of the name.
    ///
    /// Of more than may be open, the one asked for least lately is closed; requests that use it go
    /// on with it.
    func gallery(named name: String) async throws -> ServedGallery? {
        clock += 1
        if let present = galleries[name] {
            used[name] = clock
            return try await present.value
        }
        let task = Task { [open] in try await open(name) }
        galleries[name] = task
        used[name] = clock
        do {
            let gallery = try await task.value
            // One that is not there may be made at any time.
            if gallery == nil { close(name) } else { closeLeastUsed() }
            return gallery
        } catch {
            close(name)
            throw error
        }
    }

    private func closeLeastUsed() {
        while galleries.count > galleriesMax,
            let name = used.min(by: { $0.value < $1.value })?.key
        {
            close(name)
        }
    }

    /// Forgets a gallery that is gone, or not needed now.
    func close(_ name: String) {
        galleries[name] = nil
        used[name] = nil
    }

    /// Follows what other processes changed in the open galleries.
    func catchUp() async {
        for (name, task) in galleries {
            guard let gallery = try? await task.value else { continue }
            do {
                let current = try await gallery.store.gallery(named: name)
                guard current?.id == gallery.record.id else {
                    close(name)
                    thumbnails.forget(gallery.record.id)
                    facets[gallery.record.id] = nil
                    continue
                }
                try await follow(gallery)
            } catch {
                // The next look comes soon; requests meet the error themselves.
                continue
            }
        }
    }

    /// Brings a gallery's index up to date, after a write of ours at once.
    func follow(_ gallery: ServedGallery) async throws {
        let removed = try await gallery.catchUp()
        if !removed.isEmpty { thumbnails.forget(Set(removed), in: gallery.record.id) }
    }

    /// Calibrates in the background what a write has changed; one at a time for a gallery.
    func refreshCalibration(of gallery: ServedGallery) {
        guard refreshing.insert(gallery.record.id).inserted else { return }
        Task {
            let work = works.begin(.calibration, gallery: gallery.record.name, total: nil)
            // A search calibrates again when this fails.
            try? await gallery.search.calibrator.refresh()
            works.end(work)
            self.refreshed(gallery.record.id)
        }
    }

    private func refreshed(_ id: GalleryID) { refreshing.remove(id) }

    /// What people of a gallery can be filtered by; counted again when the gallery has changed.
    func facets(of gallery: ServedGallery, sequence: Int64) async throws -> GalleryFacets {
        if let known = facets[gallery.record.id], known.sequence == sequence { return known }
        let counted = try await GalleryFacets.count(gallery, sequence: sequence)
        if facets.count >= galleriesMax { facets = [:] }
        facets[gallery.record.id] = counted
        return counted
    }
}
