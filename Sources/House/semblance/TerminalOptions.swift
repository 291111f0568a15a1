import ArgumentParser
import Foundation
import Reports

/// `--images`: how pictures are shown in the terminal.
enum TerminalOptions {
    static func chosen(_ text: String) throws -> TerminalPicture {
        if text == "auto" {
            return TerminalPicture.supported(
                environment: ProcessInfo.processInfo.environment,
                isTerminal: isatty(STDOUT_FILENO) == 1
            )
        }
        guard let chosen = TerminalPicture(rawValue: text) else {
            throw ValidationError("--images wants auto, kitty, iterm, blocks or none.")
        }
        return chosen
    }
}
