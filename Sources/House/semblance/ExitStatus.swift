/// What the process's exit code means; stable, from `sysexits.h` where one fits.
enum ExitStatus: Int32 {
    /// Done.
    case success = 0
    /// Something failed that fits nothing below.
    case failed = 1
    /// No usable face in the photo.
    case noFace = 2
    /// Nobody passed.
    case nothingFound = 3
    /// The command line makes no sense.
    case usage = 64
    /// What was given is damaged or not what it claims to be.
    case badData = 65
    /// What was named is not there.
    case noInput = 66
    /// A library, a pack or a service that is needed is not there.
    case unavailable = 69
    /// Reading or writing failed.
    case inputOutput = 74
    /// Stopped by Ctrl-C; what was done is kept.
    case interrupted = 130
}
