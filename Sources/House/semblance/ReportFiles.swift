import Assembly
import Foundation
import Imaging
import Reports

/// Writes the files a search was asked for; they hold the probe's face, so only the owner reads them.
struct ReportFiles {
    let quiet: Bool

    func write(_ report: LookAlikeReport, contactSheet: String?, html: String?) throws {
        if let contactSheet {
            try write(try encodePNG(try ContactSheet.draw(report)), to: contactSheet)
        }
        if let html {
            try write(Array(try HTMLReport.write(report).utf8), to: html)
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try PrivateFile.write(bytes, to: path)
        if !quiet { Console.talk("Wrote \(path)") }
    }
}
