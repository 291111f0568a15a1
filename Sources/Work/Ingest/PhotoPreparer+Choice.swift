import FacePipeline
import FaceTypes
import Gallery
import Imaging
import ModelPacks

extension PhotoPreparer {
    enum Chosen: Sendable {
        case faces([AnalysedFace])
        case refused(Reject)
        /// Nothing tells whose photo it is; so many of the person's faces were there to compare with.
        case unsettled(Reject, references: Int)
    }

    /// Chooses among the analysed faces: the clear subject alone was analysed, of several the one
    /// that agrees with the person's others is taken, and without names all that are fit.
    func choose(
        from analysis: PhotoAnalysis,
        subject: SubjectChoice,
        for candidate: PhotoCandidate
    ) async throws -> Chosen {
        let human = analysis.faces.filter {
            !$0.quality.codes.contains(.notAFace) || settings.allow.contains(.notAFace)
        }
        if human.isEmpty {
            let code = analysis.faces.isEmpty ? analysis.absence ?? .noFace : .notAFace
            return .refused(reject(candidate, code))
        }
        guard subject == .ambiguous else { return fit(human, candidate) }
        let references = try await references(for: candidate)
        guard
            let index = SubjectChoice.agreeing(
                human.map(\.embedding),
                with: references,
                threshold: pipeline.pack.manifest.embedder.thresholds.fmr1e4
            )
        else {
            let reject = disagreement(of: human.count, references.count, candidate)
            return .unsettled(reject, references: references.count)
        }
        return fit([human[index]], candidate)
    }

    private func disagreement(
        of faces: Int,
        _ references: Int,
        _ candidate: PhotoCandidate
    ) -> Reject {
        guard mustAgree(candidate) else {
            return reject(
                candidate,
                .severalFaces,
                "\(faces) faces, and none of them alone agrees with the person's other photos: crop "
                    + "it to the person"
            )
        }
        guard references > 0 else {
            return reject(
                candidate,
                .noReference,
                "it may show others, and no photo of the person is enrolled to compare it with"
            )
        }
        return reject(
            candidate,
            .otherFace,
            "it may show others, and no face of \(faces) alone agrees with the person's photos"
        )
    }

    /// Whose photo it clearly is, going by size and place alone; faces that do not look real do not
    /// count, and in an unlabelled gallery nobody is preferred.
    func subject(in photo: PhotoFaces) -> SubjectChoice {
        guard gallery.labelled else { return .none }
        let human = photo.faces.indices.filter {
            photo.faces[$0].looksReal || settings.allow.contains(.notAFace)
        }
        let choice = SubjectChoice.among(
            human.map { photo.faces[$0].detection },
            width: photo.photo.fullWidth,
            height: photo.photo.fullHeight
        )
        guard case .clear(let index) = choice else { return choice }
        return .clear(index: human[index])
    }

    private func fit(_ faces: [AnalysedFace], _ candidate: PhotoCandidate) -> Chosen {
        let fit = faces.filter { $0.quality.codes.allSatisfy(settings.allow.contains) }
        guard fit.isEmpty else { return .faces(fit) }
        let worst = faces.flatMap(\.quality.codes).first { !settings.allow.contains($0) }
        return .refused(reject(candidate, worst ?? .noFace))
    }

    /// The embeddings of the person's enrolled faces, best ones first; nobody is made for it.
    private func references(for candidate: PhotoCandidate) async throws -> [Embedding] {
        guard let claim = candidate.claim,
            let person = try await store.person(keyed: claim.key, in: gallery.id)
        else { return [] }
        let enrolled = try await store.faces(of: person.id, in: gallery.id)
            .prefix(Self.referencesMax)
        return try await store.embeddings(of: enrolled.map(\.id), in: gallery.id)
            .map(\.embedding)
    }

    /// Enrolled faces a doubtful one is compared with; a person's best ones come first.
    static let referencesMax = 64

    func reject(_ candidate: PhotoCandidate, _ code: QualityCode) -> Reject {
        Reject(
            origin: candidate.origin,
            person: candidate.claim?.name,
            code: code.rawValue,
            detail: code.advice
        )
    }
}
