public import FaceTypes
public import Fetching

/// Why Wikimedia's services could not be used.
public enum WikimediaError: RetryAdvising, Sendable, Hashable, CustomStringConvertible {
    /// The request failed.
    case fetch(FetchError)
    /// The answer is not whole, or not what the service promises.
    case brokenAnswer(service: String, detail: String)
    /// The service answered with an error of its own.
    case refused(service: String, code: String, info: String)
    /// Some entity of a batch does not exist, which fails the whole batch.
    case noSuchEntity(id: String)
    /// A query has as many rows as were asked for, so there may be more.
    case capped(service: String, rows: Int)
    /// The list of people can't be used.
    case badList(path: String, detail: String)

    /// What was expected and found.
    public var description: String {
        switch self {
        case .fetch(let error): "\(error)"
        case .brokenAnswer(let service, let detail):
            "\(service) answered something that can't be used: \(detail)."
        case .refused(let service, let code, let info): "\(service) refused (\(code)): \(info)"
        case .noSuchEntity(let id): "Wikidata has no entity \(id)."
        case .capped(let service, let rows): "\(service) knows \(rows) answers or more."
        case .badList(let path, let detail): "\(path) is not a usable list of people: \(detail)."
        }
    }

    /// The same as `retry`, in the words all rooms share.
    public var retryAdvice: RetryAdvice { retry.advice }

    /// Whether trying again may help.
    public var retry: FetchRetry {
        switch self {
        case .fetch(let error): error.retry
        case .refused(_, let code, _):
            ["maxlag", "ratelimited", "readonly"].contains(code) ? .later : .never
        case .brokenAnswer: .later
        case .noSuchEntity, .capped, .badList: .never
        }
    }

    /// Whether it is about what was asked, so that the service may well answer another question; the
    /// others are closed doors.
    var isAboutTheQuestion: Bool {
        switch self {
        case .fetch(let error):
            switch error {
            case .status, .truncated, .tooLarge, .timedOut, .tooSlow, .wrongContent, .undecodable,
                // Too many long names for one address: fewer of them fit.
                .badAddress:
                true
            default: false
            }
        case .refused: retry == .never
        case .brokenAnswer, .noSuchEntity, .capped: true
        case .badList: false
        }
    }

    /// Whether the service did answer, only not with what was asked for.
    var isAnAnswer: Bool {
        switch self {
        case .noSuchEntity, .capped: true
        default: false
        }
    }
}
