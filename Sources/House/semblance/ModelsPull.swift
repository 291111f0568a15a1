import ArgumentParser
import Assembly
import FaceTypes
import Fetching
import Foundation
import ModelPacks

/// The command `semblance models pull NAME`.
struct ModelsPull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Installs a model pack: from a folder, its publisher, or pip.",
        discussion: """
            Every file is checked against the hash the pack pins. The pack is there whole, or not at all.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The pack; `semblance models list` names them.")
    var name: String

    @Option(name: .long, help: "A folder that holds the files (SEMBLANCE_MIRROR).")
    var from: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(name: .long, help: "You have read the terms of the weights and accept them.")
    var acceptLicence = false

    func run() async throws {
        let settings = try global.settings()
        let house = House(settings: settings)
        let manifest = try PackCatalogue.manifest(named: name)
        try settings.home.prepare()
        let line = ProgressLine(quiet: global.quiet)
        let fetcher = try house.fetcherIfContact(version: Version.text)
        let options = InstallOptions(
            mirror: from ?? settings.mirror,
            fetch: house.packFetch(fetcher),
            acceptsLicence: acceptLicence
        )
        let outcome: Result<InstalledPack, any Error>
        do {
            let pack = try await house.packs().install(manifest, options: options) { progress in
                let (step, amount) = Self.words(for: progress)
                line.show(step, amount: amount)
            }
            outcome = .success(pack)
        } catch {
            outcome = .failure(error)
        }
        await fetcher?.close()
        let pack = try outcome.get()
        line.finish()
        if json {
            try Console.json(PulledPack(pack))
        } else {
            say(pack)
        }
        if !manifest.verified {
            Console.talk("Its weights were never run by this project: treat results with care.")
        }
    }

    private func say(_ pack: InstalledPack) {
        Console.say(
            "Pack \(pack.manifest.name) \(pack.manifest.version) is installed "
                + "(weights: \(pack.manifest.licence.name)) in \(pack.folder)"
        )
    }

    /// What is being done, and how far it is.
    private static func words(for progress: InstallProgress) -> (step: String, amount: String?) {
        switch progress {
        case .copying(let file, _, _): ("copying \(file)", nil)
        case .downloading(let address, let bytes, _): ("downloading \(address)", megabytes(bytes))
        case .package(let name, let bytes): ("fetching \(name) through pip", megabytes(bytes))
        case .converting(let file): ("converting \(file)", nil)
        case .skipped(let file, let reason): ("left out: \(file) (\(reason))", nil)
        case .installed(let folder): ("installed in \(folder)", nil)
        }
    }

    private static func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
}

/// What `models pull --json` prints.
struct PulledPack: Encodable {
    var schema = 1
    var name: String
    var version: String
    /// The hash galleries are bound to.
    var hash: String
    var licence: String
    /// Whether its weights were run by this project.
    var verified: Bool
    var folder: String

    init(_ pack: InstalledPack) {
        name = pack.manifest.name
        version = pack.manifest.version
        hash = pack.identity.hash
        licence = pack.manifest.licence.name
        verified = pack.manifest.verified
        folder = pack.folder
    }
}
