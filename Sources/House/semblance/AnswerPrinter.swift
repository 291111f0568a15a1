import Assembly
import Calibration
import Foundation
import Gallery
import Likeness
import Reports

/// Prints an answer for people to read.
struct AnswerPrinter {
    let gallery: OpenGallery
    let pictures: TerminalPicture

    /// Columns a picture takes in the terminal.
    static let pictureColumns = 24

    func say(_ answer: SearchAnswer, asked: String) async throws {
        let candidates = answer.gallery.candidates
        let entries =
            gallery.record.labelled
            ? counted(candidates, "person", "people") : counted(candidates, "face")
        Console.say(
            "\(asked), compared with \(entries) of gallery \(answer.gallery.name)"
        )
        if let best = answer.samePerson.first ?? answer.lookAlikes.first, pictures != .none,
            let picture = await gallery.picture(of: best.face)
        {
            Console.say(try pictures.text(for: picture, columns: Self.pictureColumns))
        }
        shelf("Probably the same person", answer.samePerson, empty: "nobody")
        Console.say("  " + answer.samePersonFrom.sentence)
        shelf("Look-alikes", answer.lookAlikes, empty: "nobody")
        if let best = answer.lookAlikes.first ?? answer.samePerson.first {
            Console.say("  First of them: " + best.score.sentence)
            Console.say("  What does this mean? " + best.pairs.sentence)
        }
        if let stability = answer.probe.stability { Console.say("  " + stability.sentence) }
        for note in answer.notes { Console.say("  Note: " + note) }
        Console.say("")
    }

    private func shelf(_ title: String, _ matches: [LikenessMatch], empty: String) {
        Console.say("")
        guard !matches.isEmpty else {
            Console.say("\(title): \(empty)")
            return
        }
        Console.say(title)
        let showsOrigin = matches.contains { !$0.saysWhere }
        var columns: [(String, TextTable.Alignment)] = [
            ("", .right), ("person", .left), ("likeness", .left), ("closer than", .right),
            ("photos agree", .right), ("cosine", .right), ("credit", .left),
        ]
        if showsOrigin { columns.append(("photo", .left)) }
        var table = TextTable(columns)
        for match in matches {
            let cells = [
                "\(match.rank)",
                match.person?.name ?? "face \(match.face.id)",
                match.score.word?.label ?? "",
                match.score.percent.map { "\($0) of 100" } ?? "",
                match.agreement.map { "\($0.agreeing) of \($0.of)" } ?? "",
                String(format: "%.3f", match.similarity),
                match.face.creditLine ?? "",
            ]
            let origin = match.saysWhere ? "" : match.face.origin
            table.add(cells + (showsOrigin ? [origin] : []))
        }
        for line in table.lines { Console.say("  " + line) }
    }
}

extension LikenessMatch {
    /// Whether a name and a kept picture tell which face it is; otherwise only its origin does.
    fileprivate var saysWhere: Bool {
        person != nil && (face.photoStored || face.crop != nil)
    }
}
