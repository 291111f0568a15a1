import Calibration
import FaceTypes
import Gallery

/// Turns neighbours into matches: who, which face, how close exactly, how many photos agree.
///
/// It asks the catalogue once, and once more about people of several photos (of very many photos the
/// index), however many neighbours there are.
struct Matcher: Sendable {
    let search: LikenessSearch
    let scale: LikenessScale
    let probe: Embedding

    /// The matches for these neighbours, closest first by exact similarity, all with rank 0.
    ///
    /// A neighbour whose face or person has just been removed is left out.
    func matches(for neighbors: [Neighbor]) async throws -> [LikenessMatch] {
        guard !neighbors.isEmpty else { return [] }
        let records = try await search.store.matchRecords(
            faces: neighbors.map(\.face),
            people: neighbors.compactMap(\.person),
            in: search.gallery.id
        )
        let found = Found(records)
        let agreeing = try await agreeingFaces(of: records.people)
        var matches = neighbors.compactMap { neighbor in
            match(neighbor, found: found, agreeing: agreeing)
        }
        // An index may store vectors in fewer bits; the order shown is that of the exact values.
        matches.sort { ($0.similarity, $1.face.id) > ($1.similarity, $0.face.id) }
        return search.gallery.labelled ? matches : collapsed(matches, found: found)
    }

    /// The catalogue's answers by key.
    private struct Found {
        var faces: [FaceID: StoredFace] = [:]
        var embeddings: [FaceID: Embedding] = [:]
        var people: [PersonID: PersonRecord] = [:]

        init(_ records: MatchRecords) {
            for face in records.faces {
                faces[face.record.id] = face.record
                embeddings[face.record.id] = face.embedding
            }
            for person in records.people { people[person.id] = person }
        }
    }

    /// The similarities of all faces of these people that could agree; of those with one photo the
    /// best face is all there is.
    private func agreeingFaces(of all: [PersonRecord]) async throws -> [PersonID: [Float]] {
        let people = all.filter { $0.photoCount > 1 }
        guard !people.isEmpty else { return [:] }
        let photos = people.reduce(0) { $0 + $1.photoCount }
        if photos <= search.settings.agreementReadMax {
            let held = try await search.store.embeddings(
                ofPeople: people.map(\.id),
                in: search.gallery.id
            )
            return Dictionary(grouping: held, by: \.person).mapValues { faces in
                faces.map { probe.similarity(to: $0.embedding) }
            }
        }
        let near = try await search.index.nearestFaces(
            to: probe,
            limit: min(photos, search.settings.agreementFacesMax),
            among: Set(people.map(\.id))
        )
        var similarities: [PersonID: [Float]] = [:]
        for neighbor in near {
            guard let person = neighbor.person else { continue }
            similarities[person, default: []].append(neighbor.similarity)
        }
        return similarities
    }

    private func match(
        _ neighbor: Neighbor,
        found: Found,
        agreeing: [PersonID: [Float]]
    ) -> LikenessMatch? {
        guard let face = found.faces[neighbor.face],
            let embedding = found.embeddings[neighbor.face]
        else { return nil }
        let similarity = probe.similarity(to: embedding)
        var person: PersonRecord?
        if let id = neighbor.person {
            person = found.people[id]
            if person == nil { return nil }
        }
        return LikenessMatch(
            rank: 0,
            person: person.map(MatchedPerson.init),
            face: MatchedFace(face),
            similarity: similarity,
            score: ScoreDescription(scale.score(of: similarity)),
            agreement: person.map { agreement(of: $0, similarity, agreeing[$0.id] ?? []) },
            pairs: PairDescription(
                scale.pairRate(of: similarity),
                among: scale.candidates
            ),
            collapsed: 0
        )
    }

    private func agreement(
        of person: PersonRecord,
        _ best: Float,
        _ similarities: [Float]
    ) -> AgreementDescription {
        let same = best >= scale.samePerson.similarity
        let from = same ? scale.samePerson.similarity : scale.agreement
        // The best face was compared exactly; the index may put it on the other side of the mark.
        let agreeing = max(similarities.count { $0 >= from }, best >= from ? 1 : 0)
        let all = max(person.photoCount, similarities.count, 1)
        return AgreementDescription(
            agreeing: agreeing,
            of: all,
            from: from,
            sentence: AnswerWording.agreement(agreeing, of: all)
        )
    }

    /// Leaves out faces that are nearly identical to a closer one: copies of one photo.
    private func collapsed(_ matches: [LikenessMatch], found: Found) -> [LikenessMatch] {
        var kept: [(match: LikenessMatch, embedding: Embedding)] = []
        for match in matches {
            guard let embedding = found.embeddings[match.face.id] else { continue }
            let twin = kept.firstIndex {
                $0.embedding.similarity(to: embedding) >= search.settings.nearIdentical
            }
            if let twin {
                kept[twin].match.collapsed += 1
            } else {
                kept.append((match, embedding))
            }
        }
        return kept.map(\.match)
    }
}
