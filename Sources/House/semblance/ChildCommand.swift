import Foundation

/// This program run once more, to see what a whole command costs.
enum ChildCommand {
    /// What the system says of finished children; the memory is the largest child's so far.
    struct Usage {
        var processorMilliseconds: Double
        var peakMegabytes: Double

        /// `RUSAGE_CHILDREN`, which the importer gives another type than the function takes.
        private static let finishedChildren: Int32 = -1

        static func now() -> Usage {
            var usage = rusage()
            getrusage(finishedChildren, &usage)
            let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            let micros = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
            return Usage(
                processorMilliseconds: seconds * 1e3 + micros / 1e3,
                peakMegabytes: Double(usage.ru_maxrss) / 1024
            )
        }
    }

    /// The part of `ingest --json` that is needed here.
    struct IngestAnswer: Decodable {
        struct Summary: Decodable {
            var seen: Int
            var enrolledPhotos: Int
        }

        var summary: Summary
        var seconds: Double
    }

    struct Failed: Error, CustomStringConvertible {
        let arguments: [String]
        let status: Int32
        var description: String {
            "semblance \(arguments.joined(separator: " ")) ended with \(status)"
        }
    }

    /// Runs to the end.
    /// - Returns: what it printed, and what it used.
    static func run(_ arguments: [String]) throws -> (output: Data, usage: Usage) {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        let before = Usage.now()
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(arguments: arguments, status: process.terminationStatus)
        }
        let after = Usage.now()
        return (
            output,
            Usage(
                processorMilliseconds: after.processorMilliseconds - before.processorMilliseconds,
                peakMegabytes: after.peakMegabytes
            )
        )
    }
}
