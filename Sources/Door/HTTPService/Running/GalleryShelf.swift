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
    private var overviews: [GalleryID: GalleryOverview] = [:]
    private var counting: [GalleryID: Task<GalleryOverview, any Error>] = [:]
    private var refreshing: Set<GalleryID> = []

    private static let quickCount = Duration.milliseconds(50)

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
    ///
    /// - Returns: by name, why index files can't be written or read.
    func catchUp() async -> [String: any Error] {
        var troubles: [String: any Error] = [:]
        for (name, task) in galleries {
            guard let gallery = try? await task.value else { continue }
            defer { troubles[name] = gallery.indexTrouble() }
            do {
                let current = try await gallery.store.gallery(named: name)
                guard current?.id == gallery.record.id else {
                    close(name)
                    thumbnails.forget(gallery.record.id)
                    overviews[gallery.record.id] = nil
                    continue
                }
                try await follow(gallery)
            } catch {
                // The next look comes soon; requests meet the error themselves.
                continue
            }
        }
        return troubles
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
            // A search calibrates again when this fails.
            try? await works.during(.calibration, gallery: gallery.record.name) { _ in
                try await gallery.search.calibrator.refresh()
            }
            self.refreshed(gallery.record.id)
        }
    }

    private func refreshed(_ id: GalleryID) { refreshing.remove(id) }

    /// How much a gallery holds and what its people can be filtered by, counted again when it has
    /// changed; by one request for all that ask meanwhile.
    ///
    /// While a large gallery changes all the time, a count is good for ten times as long as it took;
    /// one that takes less than `quickCount` is always made anew.
    func overview(of gallery: ServedGallery) async throws -> GalleryOverview {
        let id = gallery.record.id
        if let known = overviews[id] {
            let isFresh = ContinuousClock.now - known.at < known.took * 10
            if isFresh, known.took > Self.quickCount { return known }
            if try await gallery.store.sequence(of: id) == known.counts.sequence { return known }
        }
        if let running = counting[id] { return try await running.value }
        let task = Task { try await GalleryOverview.counted(gallery) }
        counting[id] = task
        defer { counting[id] = nil }
        let counted = try await task.value
        if overviews.count >= galleriesMax { overviews = [:] }
        overviews[id] = counted
        return counted
    }
}

/// What a gallery holds, counted at one moment.
struct GalleryOverview: Sendable {
    var counts: GalleryStatistics
    var facets: GalleryFacets
    var at: ContinuousClock.Instant
    var took: Duration

    static func counted(_ gallery: ServedGallery) async throws -> GalleryOverview {
        let start = ContinuousClock.now
        let counts = try await gallery.store.statistics(of: gallery.record.id)
        let facets = try await GalleryFacets.count(gallery)
        let end = ContinuousClock.now
        return GalleryOverview(counts: counts, facets: facets, at: end, took: end - start)
    }
}
