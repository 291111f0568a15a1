import ArgumentParser
import Assembly
import Foundation

/// The command: finds the faces in a photo and the people in a gallery who look most like them.
@main
struct Semblance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "semblance",
        abstract: "Finds look-alikes: photos of faces in, the people who look most like them out.",
        discussion: """
            Start with a model pack and a gallery:

              semblance models pull open --from FOLDER     (or: models pull classic)
              semblance ingest folder PHOTOS
              semblance search photo.jpg --html answer.html

            Everything lives in one folder (--home, SEMBLANCE_HOME). A photo that is searched is \
            compared in memory and never stored.
            """,
        version: Version.text,
        subcommands: [
            SearchCommand.self, CompareCommand.self, DetectCommand.self, IngestCommand.self,
            WorkCommand.self, JobsCommand.self, WhyNotCommand.self,
            PeopleCommand.self, GalleriesCommand.self, GalleryCommand.self, CreditsCommand.self,
            ExportCommand.self, ImportCommand.self, IndexCommand.self,
            ServeCommand.self, KeysCommand.self, ModelsCommand.self, DrawCommand.self,
            EvaluateCommand.self, BenchCommand.self, DoctorCommand.self, SettingsCommand.self,
        ]
    )

    static func main() async {
        MemoryHabits.settle()
        let task = Task { await runToExit() }
        let interruption = Interruption(cancelling: task)
        let code = await task.value
        interruption.end()
        Foundation.exit(code)
    }

    private static func runToExit() async -> Int32 {
        var kind: any ParsableCommand.Type = self
        do {
            var command = try parseAsRoot()
            kind = type(of: command)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch {
            return CommandFailure.report(error, for: kind)
        }
    }
}

/// What the program calls itself.
enum Version {
    static let text = "0.1.0"
}
