import Foundation

/// A system call that failed.
struct SystemFailure: Error {
    /// The call's name.
    var call: String
    /// Its `errno`.
    var code: CInt

    var text: String { "\(call): \(String(cString: strerror(code)))" }
}
