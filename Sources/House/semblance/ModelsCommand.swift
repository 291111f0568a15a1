import ArgumentParser
import Assembly
import Foundation
import ModelPacks

/// The command `semblance models …`.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists, installs and verifies model packs.",
        subcommands: [ModelsList.self, ModelsPull.self, ModelsVerify.self, ModelsInfo.self],
        defaultSubcommand: ModelsList.self
    )
}

/// The command `semblance models list`.
struct ModelsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the packs this version knows, and which are installed."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        let house = House(settings: try global.settings())
        let installed = Set(house.packs().installed().map(\.manifest.name))
        let packs = try PackCatalogue.manifests()
        if json {
            try Console.json(
                PackListing(
                    packs: packs.map {
                        PackListing.Pack($0, installed: installed.contains($0.name))
                    }
                )
            )
            return
        }
        var table = TextTable([
            ("pack", .left), ("state", .left), ("size", .right), ("licence", .left),
            ("what it is", .left),
        ])
        for pack in packs {
            let state = installed.contains(pack.name) ? "installed" : ""
            table.add([
                pack.name,
                pack.verified ? state : (state + " unverified"),
                "\(pack.embedder.dimension)-d",
                pack.licence.name + (pack.licence.requiresAcceptance ? " (accept)" : ""),
                pack.summary,
            ])
        }
        for line in table.lines { Console.say(line) }
    }
}

/// What `models list --json` prints.
struct PackListing: Encodable {
    struct Pack: Encodable {
        var name: String
        var version: String
        var installed: Bool
        var verified: Bool
        var licence: String
        var requiresAcceptance: Bool
        var dimension: Int
        var summary: String

        init(_ manifest: PackManifest, installed: Bool) {
            name = manifest.name
            version = manifest.version
            self.installed = installed
            verified = manifest.verified
            licence = manifest.licence.name
            requiresAcceptance = manifest.licence.requiresAcceptance
            dimension = manifest.embedder.dimension
            summary = manifest.summary
        }
    }

    var schema = 1
    var packs: [Pack]
}

/// The command `semblance models verify [NAME]`.
struct ModelsVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hashes every file of the installed packs."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A pack; default: all that are installed.")
    var name: String?

    func run() throws {
        let store = House(settings: try global.settings()).packs()
        let names = name.map { [$0] } ?? Set(store.installed().map(\.manifest.name)).sorted()
        var faulty = false
        for name in names {
            for result in try store.verify(name: name) {
                if result.faults.isEmpty {
                    Console.say("\(name): every file is as pinned")
                } else {
                    faulty = true
                    for fault in result.faults { Console.say("\(name): \(fault)") }
                    if let mend = result.mend { Console.say("  mend: \(mend)") }
                }
            }
        }
        if faulty { throw ExitCode(ExitStatus.badData.rawValue) }
    }
}

/// The command `semblance models info NAME`.
struct ModelsInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Shows a pack's manifest: licence, numbers, files and where they come from."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The pack.")
    var name: String

    @Flag(name: .long, help: "Print the manifest as JSON.")
    var json = false

    func run() throws {
        let house = House(settings: try global.settings())
        let manifest = try PackCatalogue.manifest(named: name)
        if json {
            try Console.json(manifest)
            return
        }
        let installed = house.packs().installed().last { $0.manifest.name == name }
        Console.say("\(manifest.name) \(manifest.version): \(manifest.summary)")
        Console.say("  licence    \(manifest.licence.name), \(manifest.licence.address)")
        if manifest.licence.requiresAcceptance {
            Console.say("             installing needs --accept-licence")
        }
        let tried = "its weights were run by this project"
        let untried = "UNVERIFIED: its weights could not be had here; only stub graphs were run"
        Console.say("  state      \(manifest.verified ? tried : untried)")
        Console.say("  installed  \(installed?.folder ?? "no")")
        Console.say("  detector   \(manifest.detector.head.rawValue)")
        let embedder = manifest.embedder
        Console.say("  embedder   \(embedder.dimension)-d from \(embedder.edge) x \(embedder.edge)")
        Console.say(
            "  thresholds same person from \(embedder.thresholds.fmr1e4) (1 in 10,000 strangers)"
        )
        for file in manifest.files {
            Console.say("  file       \(file.path)  SHA-256 \(file.sha256)")
        }
    }
}
