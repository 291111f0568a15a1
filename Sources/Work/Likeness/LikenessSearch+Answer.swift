import Calibration
import FaceTypes
import Gallery

extension LikenessSearch {
    /// Lays matches on the two shelves and says what a reader should know besides.
    func answer(
        request: SearchRequest,
        scale: LikenessScale,
        matches: [LikenessMatch],
        limit: Int,
        stability: ProbeDescription.Stability?
    ) -> SearchAnswer {
        let from = scale.samePerson.similarity
        let same = matches.filter { $0.similarity >= from }.prefix(settings.samePersonMax)
        let alike = matches.filter { $0.similarity < from }.prefix(limit)
        let photos = request.photos.map { photo in
            ProbeDescription.Photo(
                source: photo.source,
                box: photo.box,
                quality: photo.quality.score,
                qualityCodes: photo.quality.codes
            )
        }
        return SearchAnswer(
            schema: SearchAnswer.schemaVersion,
            gallery: SearchAnswer.Searched(
                name: gallery.name,
                labelled: gallery.labelled,
                entries: scale.entries,
                candidates: scale.candidates
            ),
            pack: gallery.pack,
            filter: request.filter.isEmpty ? nil : FilterDescription(request.filter),
            probe: ProbeDescription(photos: photos, stability: stability),
            samePersonFrom: SamePersonDescription(
                similarity: from,
                basis: scale.samePerson.basis.rawValue,
                strangersWithHit: scale.samePerson.strangersWithHit,
                sampled: scale.samePerson.sampled,
                sentence: AnswerWording.sentence(for: scale.samePerson)
            ),
            samePerson: ranked(same),
            lookAlikes: ranked(alike),
            notes: notes(scale: scale, found: !matches.isEmpty)
        )
    }

    private func ranked(_ matches: ArraySlice<LikenessMatch>) -> [LikenessMatch] {
        matches.enumerated().map { place, match in
            var match = match
            match.rank = place + 1
            return match
        }
    }

    private func notes(scale: LikenessScale, found: Bool) -> [String] {
        guard found else { return [AnswerWording.nobody(filtered: scale.filtered)] }
        guard case .withheld(let reason) = scale.score(of: 0) else { return [] }
        return [AnswerWording.sentence(for: reason)]
    }
}
