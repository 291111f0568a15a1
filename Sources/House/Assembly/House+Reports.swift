public import FaceTypes
import Foundation
import Calibration
import Gallery
import Imaging
import Ingest
public import Likeness
import ModelPacks
import ObjectStorage
public import Reports

extension OpenGallery {
    /// Side of a match's picture, in pixels.
    static let pictureEdge = 360

    /// Lays answers out with the pictures the gallery keeps.
    ///
    /// - Parameter people: people in the gallery, for the subtitle.
    public func report(
        _ answers: [(probe: PixelImage, caption: String, answer: SearchAnswer)],
        title: String
    ) async throws -> LookAlikeReport {
        var sections: [LookAlikeReport.Section] = []
        for (probe, caption, answer) in answers {
            sections.append(
                LookAlikeReport.Section(
                    probe: probe,
                    caption: caption,
                    samePerson: try await entries(answer.samePerson),
                    lookAlikes: try await entries(answer.lookAlikes),
                    remarks: answer.notes
                )
            )
        }
        let searched = answers.first?.answer.gallery
        let count = searched.map { "\($0.candidates) of \($0.entries) " } ?? ""
        let noun = record.labelled ? "people" : "faces"
        return LookAlikeReport(
            title: title,
            subtitle: "Compared with \(count)\(noun) in gallery \(record.name), pack "
                + pack.manifest.name,
            sections: sections
        )
    }

    private func entries(_ matches: [LikenessMatch]) async throws -> [LookAlikeReport.Entry] {
        var entries: [LookAlikeReport.Entry] = []
        for match in matches {
            let picture = await picture(of: match.face)
            entries.append(
                LookAlikeReport.Entry(
                    picture: picture,
                    name: match.person?.name ?? "Face \(match.face.id)",
                    word: match.score.word?.label,
                    score: match.score.sentence,
                    brief: Self.brief(of: match),
                    detail: Self.detail(of: match, isPictured: picture != nil),
                    credit: match.face.creditLine,
                    link: match.face.credit.source
                )
            )
        }
        return entries
    }

    private static func brief(of match: LikenessMatch) -> String {
        guard let percent = match.score.percent else {
            return String(format: "cosine %.3f", match.similarity)
        }
        let share = "\(percent) of 100"
        return match.score.word.map { "\($0.label) · \(share)" } ?? "closer than \(share)"
    }

    /// Numbers, and where the face is when neither a name nor a picture says it.
    private static func detail(of match: LikenessMatch, isPictured: Bool) -> String {
        let cosine = "cosine " + String(format: "%.3f", match.similarity)
        let origin = match.person == nil || !isPictured ? match.face.origin : nil
        return [cosine, match.agreement?.sentence, origin].compactMap { $0 }
            .joined(separator: " · ")
    }

    /// A match's picture: its crop, or cut from its stored photo; `nil` when neither is kept or the
    /// object is damaged, which `doctor` reports.
    public func picture(of face: MatchedFace) async -> PixelImage? {
        if let crop = face.crop.flatMap(ContentHash.init(hexadecimal:)),
            let bytes = try? await objects.bytes(of: crop),
            let decoded = try? decodeImage(bytes)
        {
            return decoded.image
        }
        guard face.photoStored, let hash = ContentHash(hexadecimal: face.photo),
            let bytes = try? await objects.bytes(of: hash),
            let decoded = try? decodeImage(bytes, atLeastEdge: Self.decodeEdge(for: face))
        else { return nil }
        return FaceCrop.cut(
            face.detection.box,
            from: decoded.image,
            fullWidth: face.photoWidth,
            margin: 0.35,
            edgeMax: Self.pictureEdge
        )
    }

    /// The photo's long side at which its face still fills `pictureEdge`.
    private static func decodeEdge(for face: MatchedFace) -> Int {
        let box = max(face.detection.box.width, face.detection.box.height) * 1.7
        let full = Float(max(face.photoWidth, face.photoHeight))
        return Int(min(full, full * Float(pictureEdge) / max(box, 1)).rounded(.up))
    }
}
