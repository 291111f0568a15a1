import ArgumentParser
import Assembly
import Foundation

/// The command `semblance doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Checks engine, libraries, packs, disk and galleries; says how to mend what is wrong.",
        discussion: """
            Changes nothing without --mend, but lets indexes follow the catalogue, as a search does. \
            Exit code 1 when something does not work.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(
        name: .long,
        help: "First delete stored objects nothing refers to, and write the catalogue anew."
    )
    var mend = false

    @Flag(name: .long, help: "Read every stored photo and crop, not only the first gigabyte.")
    var everyObject = false

    func run() async throws {
        let doctor = Doctor(House(settings: try global.settings()), everyObject: everyObject)
        let mended = mend ? await doctor.mend() : []
        let findings = mended + (await doctor.examine())
        if json {
            try Console.json(["findings": findings])
        } else {
            for finding in findings { say(finding) }
        }
        if findings.contains(where: { $0.state == .fault }) {
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }

    private func say(_ finding: Doctor.Finding) {
        let mark =
            switch finding.state {
            case .fine: "ok    "
            case .notice: "note  "
            case .fault: "FAULT "
            }
        Console.say("\(mark)\(finding.subject): \(finding.found)")
        if let mend = finding.mend { Console.say("      mend: \(mend)") }
    }
}
