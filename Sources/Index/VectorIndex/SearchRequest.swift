/// What one search asks for.
struct SearchRequest {
    var limit: Int
    var grouped: Bool
    /// The share of the true answers that must be found, 1 for all of them.
    var recall: Double
    var filter: VectorFilter?
    var excludedGroup: UInt64?
    var engine = SearchEngine.planned

    func admits(_ match: VectorMatch) -> Bool {
        if let excludedGroup, match.group == excludedGroup { return false }
        return true
    }
}
