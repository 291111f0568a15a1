import FaceTypes
import Foundation
import Gallery
public import Reports
import Wikimedia

extension House {
    /// People and faces read at once.
    private static let creditPage = 500

    /// The credits of every photo in the gallery the settings name, by person.
    ///
    /// Photos enrolled before credits had restrictions get them from the record of crawls, where there
    /// is one.
    public func attribution() async throws -> AttributionPage {
        let store = try catalogue(creating: false)
        let record = try await gallery(in: store)
        let crawled = EvidenceFile.files(home: settings.home, gallery: record.name)
        var page = AttributionPage(gallery: record.name)
        func add(_ faces: [StoredFace], _ name: String?) {
            var photos: Set<PhotoID> = []
            for face in faces where photos.insert(face.photo).inserted {
                let credit = face.credit
                page.add(
                    AttributionPage.Entry(
                        person: name,
                        author: credit.author,
                        licence: credit.licence,
                        licenceAddress: credit.licenceAddress,
                        source: credit.source ?? face.origin,
                        restrictions: credit.restrictions
                            ?? credit.source.flatMap { crawled[$0]?.restrictions },
                        sha1: credit.sha1,
                        change: credit.change
                    )
                )
            }
        }
        guard record.labelled else {
            try await forEachFace(in: record, store) { add($0, nil) }
            return page
        }
        var last: PersonID?
        while true {
            let people = try await store.people(
                in: record.id,
                named: nil,
                after: last,
                limit: Self.creditPage
            )
            guard let end = people.last else { return page }
            for person in people {
                add(try await store.faces(of: person.id, in: record.id), person.name)
            }
            last = end.id
        }
    }

    private func forEachFace(
        in record: GalleryRecord,
        _ store: any GalleryStore,
        _ body: ([StoredFace]) -> Void
    ) async throws {
        var position: Int64 = 0
        while true {
            let changes = try await store.changes(
                after: position,
                limit: Self.creditPage,
                in: record.id
            )
            guard let end = changes.last else { return }
            let live = changes.compactMap { change -> FaceID? in
                if case .added(let face, _, _) = change.event { face } else { nil }
            }
            body(try await store.faces(live, in: record.id))
            position = end.sequence
        }
    }
}
