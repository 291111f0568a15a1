import ArgumentParser
import Assembly
import Foundation
import Reports

/// The command `semblance credits`.
struct CreditsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credits",
        abstract:
            "Writes the attribution page of a gallery: author, licence and source of every photo.",
        discussion: """
            Free licences ask for it. Publish the page wherever the gallery's faces can be seen.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Write an HTML page to this file.")
    var html: String?

    @Option(name: .long, help: "Write plain text to this file; default: standard output.")
    var text: String?

    @Flag(name: .long, help: "Print the entries as JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let page = try await house.attribution()
        if let html { try write(page.html, to: html) }
        if let text { try write(page.text, to: text) }
        if json {
            try Console.json(CreditListing(page))
        } else if html == nil, text == nil {
            Console.say(page.text)
        }
        if page.unlicensedCount > 0, !global.quiet {
            Console.talk("\(page.unlicensedCount) of \(page.entries.count) have no known licence.")
        }
    }

    private func write(_ text: String, to path: String) throws {
        try PrivateFile.write(Array(text.utf8), to: path)
        if !global.quiet { Console.talk("Wrote \(path)") }
    }
}

/// What `credits --json` prints.
struct CreditListing: Encodable {
    /// The credit of one photo; a part that is not known is absent.
    struct Photo: Encodable {
        var person: String?
        var author: String?
        var licence: String?
        var licenceAddress: String?
        var source: String?
        var restrictions: String?
        /// Of the original, hexadecimal.
        var sha1: String?
        /// What is changed where the photo is shown.
        var change: String

        init(_ entry: AttributionPage.Entry) {
            person = entry.person
            author = entry.author
            licence = entry.licence
            licenceAddress = entry.licenceAddress
            source = entry.source
            restrictions = entry.restrictions
            sha1 = entry.sha1
            change = entry.change
        }
    }

    var schema = 1
    var gallery: String
    /// Photos without a known licence.
    var unlicensed: Int
    var photos: [Photo]

    init(_ page: AttributionPage) {
        gallery = page.gallery
        unlicensed = page.unlicensedCount
        photos = page.entries.map(Photo.init)
    }
}
