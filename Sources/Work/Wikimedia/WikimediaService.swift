public import Fetching

/// Asks Wikimedia's services, in batches, as their etiquette wants.
///
/// What the services report in the body of a 200 (lag, limits) is waited for like a status; batches
/// that fail because of one bad id, that are capped, or that break off, are divided.
public struct WikimediaService: Sendable {
    private let fetcher: Fetcher
    private let requests: WikimediaRequests

    /// Waits for a service that reports lag or a limit, before giving up.
    static let waitsMax = 6

    /// Pages of one category, however few files each of them holds.
    static let categoryPagesMax = 8

    /// Seconds to wait when the service does not say.
    static let waitStandard = 5.0

    /// Asks through a fetcher.
    public init(fetcher: Fetcher, endpoints: WikimediaEndpoints) {
        self.fetcher = fetcher
        requests = WikimediaRequests(endpoints: endpoints)
    }

    /// One slice of a query; an error means that it should be divided.
    public func query(_ sparql: String) async throws(WikimediaError) -> SPARQLAnswer {
        try await ask(requests.query(sparql)) { bytes throws(WikimediaError) in
            try SPARQLAnswer(bytes)
        }
    }

    /// Items by the id asked for; ids nobody knows are `missing`, ones that can't be asked about
    /// `failed`.
    ///
    /// One bad id fails a whole batch, so such a batch is divided until it stands alone.
    public func entities(
        _ ids: [ItemID],
        properties: String = EntityAnswer.properties
    ) async throws(WikimediaError) -> [ItemID: EntityAnswer.Outcome] {
        try await DividedQuestion.answers(to: ids) { ids throws(WikimediaError) in
            let request = try wrapping { () throws(FetchError) in
                try requests.entities(ids, properties: properties)
            }
            let answer = try await ask(request) { bytes throws(WikimediaError) in
                try EntityAnswer(bytes)
            }
            return answer.outcomes
        } alone: { error in
            if case .noSuchEntity = error { .missing } else { .failed(detail: "\(error)") }
        }
    }

    /// Files by the name asked for; what a capped answer left out is asked for again, and names that
    /// can't be asked about are `failed`.
    public func imageInfo(
        _ names: [String],
        width: Int
    ) async throws(WikimediaError) -> [String: ImageInfoAnswer.Outcome] {
        var outcomes: [String: ImageInfoAnswer.Outcome] = [:]
        var left = names
        while !left.isEmpty {
            let asked = left
            let answered = try await files(asked, width: width)
            outcomes.merge(answered) { _, new in new }
            left = asked.filter { answered[$0] == .unanswered }
            // No progress: ask for fewer, and in the end take it as missing.
            if left.count == asked.count {
                guard left.count > 1 else { break }
                let half = left.count / 2
                outcomes.merge(try await imageInfo(Array(left[..<half]), width: width)) { $1 }
                left = Array(left[half...])
            }
        }
        return outcomes
    }

    private func files(
        _ names: [String],
        width: Int
    ) async throws(WikimediaError) -> [String: ImageInfoAnswer.Outcome] {
        try await DividedQuestion.answers(to: names) { names throws(WikimediaError) in
            let request = try wrapping { () throws(FetchError) in
                try requests.imageInfo(names, width: width)
            }
            let answer = try await ask(request) { bytes throws(WikimediaError) in
                try ImageInfoAnswer(bytes, asked: names)
            }
            return answer.outcomes
        } alone: {
            .failed(detail: "\($0)")
        }
    }

    /// An article's summary; `nil` when there is no such article.
    public func summary(_ title: String) async throws(WikimediaError) -> PageSummary? {
        let request = try wrapping { () throws(FetchError) in try requests.summary(title) }
        do {
            return try await ask(request) { bytes throws(WikimediaError) in
                try PageSummary(bytes)
            }
        } catch .fetch(.status(_, 404, _, _, _)) {
            return nil
        }
    }

    /// Names of the files in a category, at most about `limit`: it ends with the page that reaches it.
    public func filesOfCategory(
        _ name: String,
        limit: Int
    ) async throws(WikimediaError) -> [String] {
        var names: [String] = []
        var start: String?
        for _ in 0..<Self.categoryPagesMax {
            let from = start
            let request = try wrapping { () throws(FetchError) in
                try requests.filesOfCategory(name, from: from)
            }
            let answer = try await ask(request) { bytes throws(WikimediaError) in
                try CategoryAnswer(bytes)
            }
            names += answer.files
            start = answer.next
            if start == nil || names.count >= limit { break }
        }
        return names
    }

    /// A picture's bytes.
    public func picture(
        _ address: String,
        byteLimit: Int
    ) async throws(FetchError) -> [UInt8] {
        try await fetcher.fetch(requests.picture(address, byteLimit: byteLimit)).bytes
    }

    private func ask<Answer>(
        _ request: FetchRequest,
        _ read: ([UInt8]) throws(WikimediaError) -> Answer
    ) async throws(WikimediaError) -> Answer {
        var waits = 0
        while true {
            let answer = try await fetched(request)
            do {
                return try read(answer.bytes)
            } catch .refused(let service, let code, let info)
                where ["maxlag", "ratelimited", "readonly"].contains(code)
            {
                waits += 1
                guard waits <= Self.waitsMax else {
                    throw .refused(service: service, code: code, info: info)
                }
                let seconds = answer.retryAfter ?? Self.waitStandard
                await fetcher.pause(request.address, seconds: seconds)
            }
        }
    }

    private func fetched(_ request: FetchRequest) async throws(WikimediaError) -> FetchAnswer {
        do throws(FetchError) {
            return try await fetcher.fetch(request)
        } catch {
            throw .fetch(error)
        }
    }

    private func wrapping<Value>(
        _ body: () throws(FetchError) -> Value
    ) throws(WikimediaError) -> Value {
        do throws(FetchError) { return try body() } catch { throw .fetch(error) }
    }
}
