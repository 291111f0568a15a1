import FaceTypes
import Gallery
import Likeness

extension Doctor {
    /// Pairs that are named; the rest are counted.
    static let twinsNamedMax = 10

    /// People of a gallery who seem to be enrolled twice; `nil` when there is nothing to tell.
    func twins(of record: GalleryRecord, opened: OpenGallery) async -> Finding? {
        guard record.labelled else { return nil }
        let subject = "people of \(record.name)"
        do {
            let pairs = try await opened.twinSearch(settings: house.likenessSettings).pairs()
            guard !pairs.isEmpty else {
                return Finding(
                    subject: subject,
                    state: .fine,
                    found: "nobody seems to be enrolled under two names"
                )
            }
            let named = pairs.prefix(Self.twinsNamedMax)
            let ids = named.flatMap { [$0.first, $0.second] }
            let people = try await opened.store.people(ids, in: record.id)
            let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
            let lines = named.map { pair in
                "\(names[pair.first] ?? "?") (\(pair.first)) and \(names[pair.second] ?? "?") "
                    + "(\(pair.second))"
            }
            let more = pairs.count - named.count
            return Finding(
                subject: subject,
                state: .notice,
                found: "so alike that they may be one person under two names: "
                    + lines.joined(separator: "; ") + (more > 0 ? "; and \(more) more pairs" : ""),
                mend: "look at both; if they are one: semblance people merge FROM INTO"
            )
        } catch {
            return Finding(subject: subject, state: .fault, found: "\(error)", mend: nil)
        }
    }
}

extension OpenGallery {
    fileprivate func twinSearch(settings: LikenessSettings) -> TwinSearch {
        TwinSearch(
            gallery: record,
            store: store,
            index: index,
            curve: pack.falseMatchCurve,
            settings: settings
        )
    }
}
