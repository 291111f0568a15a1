import ArgumentParser
import Assembly
import Foundation

/// The command `semblance settings`.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Prints every setting, its value, and who set it.",
        discussion: """
            In this order: options, environment variables, settings.json in the home, defaults.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        let settings = try global.settings()
        if json {
            try Console.json(
                settings.effective.map {
                    ["name": $0.key.name, "value": $0.value, "origin": $0.origin]
                }
            )
            return
        }
        var table = TextTable([
            ("setting", .left), ("value", .left), ("from", .left), ("meaning", .left),
        ])
        for setting in settings.effective {
            table.add([setting.key.name, setting.value, setting.origin, setting.key.meaning])
        }
        for line in table.lines { Console.say(line) }
    }
}
