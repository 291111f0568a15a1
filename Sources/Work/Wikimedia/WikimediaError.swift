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
        case .noSuchEntity, .badList: .never
        }
    }
}
