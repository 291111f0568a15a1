import Foundation

/// Where words go: data on standard output, talk on standard error.
enum Console {
    /// Writes a line of data; ends the process where that can't be done, as on a full disk: whoever
    /// asked would take part of an answer for all of it.
    static func say(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            talk("semblance: standard output can't be written: \(error.localizedDescription)")
            exit(ExitStatus.inputOutput.rawValue)
        }
    }

    /// Writes talk; where that can't be done there is nobody to tell.
    static func talk(_ text: String, newline: Bool = true) {
        try? FileHandle.standardError.write(
            contentsOf: Data((newline ? text + "\n" : text).utf8)
        )
    }
}

extension Console {
    /// Writes a value as one JSON document with sorted keys.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
