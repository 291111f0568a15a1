/// A question about many things at once, which one of them can spoil for all.
enum DividedQuestion {
    /// Things that may fail alone, one after the other, before it is the service that fails.
    static let failuresMax = 4

    /// Asks about all; what fails is divided until what spoils it stands alone.
    ///
    /// - Parameters:
    ///   - ask: asks about some of them at once.
    ///   - alone: what to say of one that can't be asked about.
    /// - Throws: when the door is closed, or when nothing was answered at all.
    static func answers<Key: Hashable, Value>(
        to keys: [Key],
        ask: ([Key]) async throws(WikimediaError) -> [Key: Value],
        alone: (WikimediaError) -> Value
    ) async throws(WikimediaError) -> [Key: Value] {
        var answers: [Key: Value] = [:]
        var waiting = keys.isEmpty ? [] : [keys]
        var failures = 0
        while let batch = waiting.popLast() {
            do throws(WikimediaError) {
                answers.merge(try await ask(batch)) { $1 }
                failures = 0
            } catch {
                guard error.isAboutTheQuestion else { throw error }
                guard batch.count == 1 else {
                    let middle = batch.count / 2
                    waiting += [Array(batch[middle...]), Array(batch[..<middle])]
                    continue
                }
                failures = error.isAnAnswer ? 0 : failures + 1
                guard failures < failuresMax else { throw error }
                answers[batch[0]] = alone(error)
            }
        }
        return answers
    }
}
