import ArgumentParser
import Assembly
import Foundation

/// The command `semblance serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the page and the REST service.",
        discussion: """
            Listens on this machine alone unless --host says otherwise. Searches need no key on \
            loopback; elsewhere they do, unless --public-search yes. Enrolling and reading lists \
            always need one: see semblance keys. The log goes to standard error, a JSON line a \
            request, without names, faces or paths. Stops on Ctrl-C and SIGTERM.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Port to listen on; 0 takes a free one (default: 8080).")
    var port: Int?

    @Option(name: .long, help: "Address to listen on (default: 127.0.0.1).")
    var host: String?

    @Option(name: .long, help: "TLS: self, or CERTIFICATE,KEY (PEM files).")
    var tls: String?

    @Option(name: .long, help: "Searches without a key: auto (on loopback), yes or no.")
    var publicSearch: String?

    @Option(name: .long, help: "Origin of another site whose scripts may call the service.")
    var cors: [String] = []

    func run() async throws {
        ProcessPrivacy.close()
        var given: [String: String] = [:]
        given["port"] = port.map(String.init)
        given["host"] = host
        given["tls"] = tls
        given["public-search"] = publicSearch
        given["cors"] = cors.isEmpty ? nil : cors.joined(separator: ",")
        let house = House(settings: try global.settings(adding: given))
        if let advice = try house.trustAdvice() { Console.talk(advice) }
        let quiet = global.quiet
        try await house.serve(
            version: Version.text,
            log: { if !quiet { Console.talk($0) } },
            listening: { Console.talk("Listening on \($0)") }
        )
    }
}
