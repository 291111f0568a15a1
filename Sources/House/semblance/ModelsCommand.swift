import ArgumentParser
import Assembly
import FaceTypes
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

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        let store = House(settings: try global.settings()).packs()
        let names = name.map { [$0] } ?? Set(store.installed().map(\.manifest.name)).sorted()
        let results = try names.flatMap { try store.verify(name: $0) }
        if json {
            try Console.json(PackVerifications(packs: results.map(PackVerifications.Pack.init)))
        } else {
            for result in results { say(result) }
        }
        if results.contains(where: { !$0.faults.isEmpty }) {
            throw ExitCode(ExitStatus.badData.rawValue)
        }
    }

    private func say(_ result: PackVerification) {
        if result.faults.isEmpty { Console.say("\(result.name): every file is as pinned") }
        for fault in result.faults { Console.say("\(result.name): \(fault)") }
        if let mend = result.mend { Console.say("  mend: \(mend)") }
    }
}

/// What `models verify --json` prints.
struct PackVerifications: Encodable {
    struct Pack: Encodable {
        var name: String
        var folder: String
        /// A sentence for each file that is missing or changed; empty when all is well.
        var faults: [String]
        var mend: String?

        init(_ result: PackVerification) {
            name = result.name
            folder = result.folder
            faults = result.faults
            mend = result.mend
        }
    }

    var schema = 1
    var packs: [Pack]
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
        let input = embedder.input
        let means = Set(input.mean).count == 1 ? Array(input.mean.prefix(1)) : input.mean
        Console.say(
            "  input      \(input.order.rawValue) planes, each value less "
                + means.map { "\($0)" }.joined(separator: ", ") + ", times \(input.scale)"
        )
        let points = embedder.template.map { String(format: "(%.2f, %.2f)", $0.x, $0.y) }
        Console.say(
            "  template   \(embedder.landmarkScheme.rawValue) at " + points.joined(separator: " ")
        )
        for file in manifest.files {
            Console.say("  file       \(file.path)  SHA-256 \(file.sha256)")
            if let made = file.conversion {
                Console.say("    made of  \(made.fileName)  SHA-256 \(made.sha256)")
            }
            for source in file.sources {
                Console.say("    from     \(Self.words(for: source))")
            }
        }
    }

    private static func words(for source: PackSource) -> String {
        switch source {
        case .address(let address): address
        case .archive(let address, let member): "\(member) in \(address)"
        case .pip(let package, _, _, let member): "\(member) in Python package \(package)"
        }
    }
}
