import FacePipeline
import FaceTypes
import Likeness
import Pools
import ServiceLifecycle

/// What runs beside the requests: warming up, following other processes, signs of life, the end.
struct Housekeeping: Service {
    let desk: ServiceDesk

    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await sweepIndexes() }
                group.addTask { await warmUp() }
                group.addTask {
                    await every(desk.settings.catchUpInterval) {
                        desk.note(indexTroubles: await desk.shelf.catchUp())
                    }
                }
                group.addTask {
                    await every(desk.settings.heartbeat) { desk.works.beat() }
                }
                // The tasks end when the service is told to stop.
                try? await gracefulShutdown()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            desk.state.stop()
            desk.works.close()
        }
    }

    /// Makes the first request as fast as the rest: opens the gallery, sends a photo through the
    /// pipeline and searches with it.
    private func warmUp() async {
        do {
            let gallery = try await desk.shelf.gallery(named: desk.parts.defaultGallery)
            for photo in desk.parts.warmUpPhotos {
                let eyes: PhotoEyes
                if let gallery { eyes = gallery.eyes } else { eyes = try await desk.parts.eyes() }
                let seen = try await desk.parts.pool.run { try eyes.analyse(photo) }
                if let gallery, let face = seen.faces.first {
                    let probe = ProbePhoto(embedding: face.embedding, quality: face.quality)
                    _ = try await gallery.search.answer(
                        to: SearchRequest(photos: [probe], allow: Set(QualityCode.allCases))
                    )
                }
            }
        } catch {
            // The first request will say what is wrong, in its own words.
            desk.parts.log(FaultLine.text(id: "warm-up", error: error))
        }
        desk.state.becomeReady()
    }

    /// Deletes what an earlier end of the service left of galleries that are gone.
    private func sweepIndexes() async {
        do {
            try await desk.parts.sweepIndexes()
        } catch {
            desk.parts.log(FaultLine.text(id: "sweep", error: error))
        }
    }

    private func every(_ interval: Duration, _ body: @Sendable () async -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            if Task.isCancelled { return }
            await body()
        }
    }
}
