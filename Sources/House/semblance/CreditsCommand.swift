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

    func run() async throws {
        let house = House(settings: try global.settings())
        let page = try await house.attribution()
        if let html { try write(page.html, to: html) }
        if let text { try write(page.text, to: text) }
        if html == nil, text == nil { Console.say(page.text) }
        if page.unlicensedCount > 0, !global.quiet {
            Console.talk("\(page.unlicensedCount) of \(page.entries.count) have no known licence.")
        }
    }

    private func write(_ text: String, to path: String) throws {
        try PrivateFile.write(Array(text.utf8), to: path)
        if !global.quiet { Console.talk("Wrote \(path)") }
    }
}
