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
    func gallery(named name: String) async throws -> ServedGallery? {
        if let present = galleries[name] { return try await present.value }
        guard galleries.count < galleriesMax else {
            throw Problem.busy(
                "\(galleriesMax) galleries are open already, and no more can be.",
                retryAfter: 60
            )
        }
        let task = Task { [open] in try await open(name) }
        galleries[name] = task
        do {
            let gallery = try await task.value
            // One that is not there may be made at any time.
            if gallery == nil { galleries[name] = nil }
            return gallery
        } catch {
            galleries[name] = nil
            throw error
        }
    }

    /// Forgets a gallery that is gone.
    func close(_ name: String) { galleries[name] = nil }

    /// Follows what other processes changed in the open galleries.
    func catchUp() async {
        for (name, task) in galleries {
            guard let gallery = try? await task.value else { continue }
            do {
                let current = try await gallery.store.gallery(named: name)
                guard current?.id == gallery.record.id else {
                    close(name)
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
