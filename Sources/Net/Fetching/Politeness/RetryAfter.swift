public import Foundation

/// Reads a `Retry-After` header: seconds, or an HTTP date (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// Longest wait that is believed, in seconds: a day.
    public static let secondsMax = 86_400.0

    /// Seconds to wait from `now`, from zero to `secondsMax`; `nil` when it makes no sense.
    public static func seconds(_ value: String?, now: Date) -> Double? {
        guard let text = value?.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
            return nil
        }
        if let seconds = Double(text), seconds.isFinite { return bounded(seconds) }
        return date(text).map { bounded($0.timeIntervalSince(now)) }
    }

    /// Seconds from zero to `secondsMax`; what is no number counts as zero.
    static func bounded(_ seconds: Double) -> Double { min(max(0, seconds), secondsMax) }

    /// Reads any of the three forms of an HTTP date (RFC 9110, 5.6.7).
    public static func date(_ text: String) -> Date? {
        let forms = [
            "EEE',' dd MMM yyyy HH':'mm':'ss 'GMT'", "EEEE',' dd-MMM-yy HH':'mm':'ss 'GMT'",
            "EEE MMM d HH':'mm':'ss yyyy",
        ]
        for form in forms {
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.timeZone = TimeZone(secondsFromGMT: 0)
            formatter.dateFormat = form
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}
