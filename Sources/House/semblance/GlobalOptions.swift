import ArgumentParser
import Assembly
import Foundation

/// Options every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: "Folder of this installation (SEMBLANCE_HOME).")
    var home: String?

    @Option(name: .long, help: "Model pack (SEMBLANCE_PACK); default: the gallery's own.")
    var pack: String?

    @Option(name: .long, help: "Gallery to work on (SEMBLANCE_GALLERY).")
    var gallery: String?

    @Option(name: .long, help: "Engine precision: f32 (default) or bf16.")
    var precision: String?

    @Option(name: .long, help: "Photos analysed at once; default: the number of cores.")
    var workers: Int?

    @Flag(name: .shortAndLong, help: "No progress and no talk on standard error.")
    var quiet = false

    /// The settings these options, the environment and the home's file make.
    func settings() throws(SettingsError) -> Settings { try settings(and: [:]) }

    /// The same with further options of a command, by key name.
    func settings(and options: [String: String]) throws(SettingsError) -> Settings {
        var given = options
        given["home"] = home
        given["pack"] = pack
        given["gallery"] = gallery
        given["precision"] = precision
        given["workers"] = workers.map(String.init)
        return try Settings(
            commandLine: given,
            environment: ProcessInfo.processInfo.environment
        )
    }
}
