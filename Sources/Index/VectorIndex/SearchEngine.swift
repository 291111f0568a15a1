/// How an index looks for answers.
public enum SearchEngine: String, Sendable, Hashable, CaseIterable {
    /// As the planner thinks fastest for the recall asked for.
    case planned
    /// By scanning the codes of every row.
    case scan
    /// By walking the graph where a segment has one, whatever the planner thinks; searches by group,
    /// for recall 1, or with filters that admit little scan all the same.
    case graph
}
