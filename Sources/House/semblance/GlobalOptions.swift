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
    ///
    /// - Parameter more: values of a command's own options, by key name.
    func settings(adding more: [String: String?] = [:]) throws(SettingsError) -> Settings {
        var given: [String: String] = more.compactMapValues { $0 }
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
