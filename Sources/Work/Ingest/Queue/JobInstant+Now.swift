import Foundation
public import Jobs

extension JobInstant {
    /// The wall clock's moment.
    public static var now: JobInstant {
        JobInstant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
