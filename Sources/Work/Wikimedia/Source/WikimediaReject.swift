import Ingest

/// Why a person or a photo of Wikimedia was not offered: stable words for counts and lists.
public enum WikimediaReject: String, Sendable, Hashable, CaseIterable {
    /// Nobody by that name or id.
    case notFound = "not_found"
    /// Several people by that name; the line needs a birth year or an item.
    case ambiguousName = "ambiguous_name"
    /// The item is not a human being.
    case notAPerson = "not_a_person"
    /// No photo of them is known.
    case noPhoto = "no_photo"
    /// The file does not exist on Commons.
    case missingFile = "missing_file"
    /// Its licence is not free, or not known.
    case licence = "licence"
    /// The file is not a photograph that can be read, such as a drawing in SVG.
    case notAPicture = "not_a_picture"
    /// Only a category of Commons may show them, and no photo vouches for what is in it.
    case unvouched
    /// The same picture under another name, of the same person.
    case duplicate = "duplicate"
    /// A service did not answer usefully.
    case service = "service_failed"

    func reject(_ origin: String, person: String?, _ detail: String) -> PhotoOffer {
        .refused(Reject(origin: origin, person: person, code: rawValue, detail: detail))
    }
}
