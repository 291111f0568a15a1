import FacePipeline
import FaceTypes
import Foundation
import Gallery
import Hummingbird
import Likeness
import Pools

/// Searching, comparing, detecting.
enum SearchRoutes {
    static let all: [Route] = [
        Route(method: .post, path: "/search", access: .search, handler: search),
        Route(method: .post, path: "/detect", access: .search, handler: detect),
        Route(method: .post, path: "/compare", access: .search, handler: compare),
    ]

    @Sendable static func search(_ exchange: Exchange) async throws -> Response {
        let work = try await searchWork(exchange)
        guard EventStream.isWanted(by: exchange.request) else {
            return try JSONBody.response(try await work.run { _ in })
        }
        let (context, log) = (exchange.context, exchange.desk.parts.log)
        context.ledger.isStream = true
        return EventStream.response { stream in
            let (stages, told) = AsyncStream.makeStream(of: SearchWork.Stage.self)
            let report = Task {
                defer { told.finish() }
                return try await work.run { told.yield($0) }
            }
            do {
                for await stage in stages {
                    try await stream.send("stage", ["stage": stage.rawValue])
                }
                try await stream.send("answer", try await report.value)
            } catch {
                // A client that went away leaves its place in the line to others.
                report.cancel()
                let problem = Problem(cause: error)
                context.ledger.streamProblem = problem.status.code
                if problem.isOurs {
                    log(FaultLine.text(id: context.requestID, error: problem.cause ?? error))
                }
                try await stream.send(
                    "problem",
                    json: problem.body(requestID: context.requestID)
                )
            }
        }
    }

    private static func searchWork(_ exchange: Exchange) async throws -> SearchWork {
        let settings = exchange.desk.settings
        let empty = Problem(
            .galleryEmpty,
            "There is nobody in this gallery yet: enrol photos with `semblance ingest`."
        )
        let gallery = try await exchange.gallery(orThrow: empty)
        let body = try await PhotoBody.read(exchange, photosRange: 1...settings.photosPerProbe)
        let options = try SearchOptions(body.arguments, settings: settings)
        if options.selection == .all, body.photos.count > 1 {
            throw Problem(
                .badParameter,
                "faces=every takes one photo; several photos make one probe.",
                members: ["parameter": .text("faces")],
                // Each is right by itself.
                status: .unprocessableContent
            )
        }
        guard try await gallery.store.holdsFaces(gallery.record.id) else { throw empty }
        return SearchWork(
            gallery: gallery,
            desk: exchange.desk,
            caller: exchange.caller,
            photos: body.photos,
            share: exchange.share,
            options: options
        )
    }

    @Sendable static func detect(_ exchange: Exchange) async throws -> Response {
        let settings = exchange.desk.settings
        let body = try await PhotoBody.read(exchange, photosRange: 1...settings.photosPerProbe)
        let allow = try SearchOptions.allowed(body.arguments.every("allow"))
        let eyes = try await exchange.desk.eyes(for: exchange.galleryName)
        let desk = exchange.desk
        let photos = try await desk.line.admitted {
            var photos: [DescribedPhoto] = []
            for (number, bytes) in body.photos.enumerated() {
                do {
                    let seen = try await desk.parts.pool.run { try eyes.look(bytes) }
                    photos.append(DescribedPhoto(seen, allow: allow))
                } catch {
                    throw Problem(cause: error).about(photo: number)
                }
            }
            return photos
        }
        return try JSONBody.response(["photos": photos])
    }

    @Sendable static func compare(_ exchange: Exchange) async throws -> Response {
        let body = try await PhotoBody.read(exchange, photosRange: 2...2)
        let allow = try SearchOptions.allowed(body.arguments.every("allow"))
        let eyes = try await exchange.desk.eyes(for: exchange.galleryName)
        let desk = exchange.desk
        let comparison = try await desk.line.admitted {
            var probes: [[ProbePhoto]] = []
            for (number, bytes) in body.photos.enumerated() {
                do {
                    let face = try await desk.parts.pool.run {
                        try eyes.face(.primary, of: bytes, allow: allow)
                    }
                    probes.append([
                        ProbePhoto(
                            embedding: face.embedding,
                            quality: face.quality,
                            box: face.detection.box
                        )
                    ])
                } catch {
                    throw Problem(cause: error).about(photo: number)
                }
            }
            return try FaceComparison(
                probes[0],
                probes[1],
                pack: eyes.pack.identity,
                curve: eyes.curve
            )
        }
        return try JSONBody.response(comparison)
    }
}
