import FacePipeline
import FaceTypes
import Gallery
import Likeness
import Pools

/// One search from the photos' bytes to the answer.
struct SearchWork: Sendable {
    /// What is being done.
    enum Stage: String, Sendable {
        case photo, search
    }

    let gallery: ServedGallery
    let desk: ServiceDesk
    let caller: Caller
    let photos: [[UInt8]]
    /// The memory the photos take.
    let share: BodyShare
    let options: SearchOptions

    /// Runs to the answer; `stage` is told as each part begins.
    func run(_ stage: (Stage) async throws -> Void) async throws -> ServedReport {
        try await desk.line.admitted { try await compute(stage) }
    }

    private func compute(_ stage: (Stage) async throws -> Void) async throws -> ServedReport {
        let start = ContinuousClock.now
        try await stage(.photo)
        let analyses = try await analysed()
        let described = analyses.map { DescribedPhoto($0, allow: options.allow) }
        let probes = try chosen(from: analyses, described)
        let analysedAt = ContinuousClock.now
        try await stage(.search)
        var answers: [ServedAnswer] = []
        for probe in probes {
            let request = SearchRequest(
                photos: probe.photos,
                filter: options.filter,
                limit: options.limit,
                allow: options.allow
            )
            answers.append(
                ServedAnswer(
                    answer: try await gallery.search.answer(to: request),
                    face: probe.face,
                    gallery: gallery.record,
                    caller: caller
                )
            )
        }
        let end = ContinuousClock.now
        let times = ServedReport.Times(
            photo: Self.milliseconds(analysedAt - start),
            search: Self.milliseconds(end - analysedAt),
            total: Self.milliseconds(end - start)
        )
        desk.meters.timed(photo: times.photo, search: times.search)
        return ServedReport(answers: answers, photos: described, milliseconds: times)
    }

    private func analysed() async throws -> [PhotoAnalysis] {
        let eyes = gallery.eyes
        var analyses: [PhotoAnalysis] = []
        for (number, bytes) in photos.enumerated() {
            do {
                analyses.append(try await desk.parts.pool.run { try eyes.analyse(bytes) })
            } catch {
                throw Problem(cause: error).about(photo: number)
            }
        }
        return analyses
    }

    private struct Asked {
        var photos: [ProbePhoto]
        var face: Int?
    }

    /// The probes: one of all photos, or with `faces=every` one of each fit face.
    private func chosen(
        from analyses: [PhotoAnalysis],
        _ described: [DescribedPhoto]
    ) throws(Problem) -> [Asked] {
        var chosen: [(photo: ProbePhoto, number: Int)] = []
        for (number, analysis) in analyses.enumerated() {
            do throws(ProbeSelectionError) {
                let positions = try options.selection.positions(
                    among: analysis.faces.map(\.quality),
                    absence: analysis.absence,
                    allow: options.allow
                )
                for position in positions.prefix(desk.settings.facesEveryMax) {
                    let face = analysis.faces[position]
                    let photo = ProbePhoto(
                        embedding: face.embedding,
                        quality: face.quality,
                        box: face.detection.box
                    )
                    chosen.append((photo, position + 1))
                }
            } catch {
                var problem = Problem(cause: error).about(photo: number)
                if !analysis.faces.isEmpty {
                    problem.members["faces"] = .faces(described[number].faces)
                }
                throw problem
            }
        }
        if options.selection == .all {
            return chosen.map { Asked(photos: [$0.photo], face: $0.number) }
        }
        let single = chosen.count == 1 ? chosen[0].number : nil
        return [Asked(photos: chosen.map(\.photo), face: single)]
    }

    static func milliseconds(_ duration: Duration) -> Double {
        ((duration / .milliseconds(1)) * 10).rounded() / 10
    }
}

extension Problem {
    /// The same, naming the photo it is about, from 0.
    func about(photo number: Int) -> Problem {
        var problem = self
        if problem.members["photo"] == nil { problem.members["photo"] = .number(number) }
        return problem
    }
}
