import FaceTypes

/// What a review of a gallery found: everything counted, the clearest of each kind listed.
public struct GalleryReport: Sendable, Hashable {
    /// The listed findings, kind by kind, the clearest first.
    public private(set) var findings: [GalleryFinding] = []

    /// How many there are of each kind that was found, listed or not.
    public private(set) var counts: [GalleryFinding.Kind: Int] = [:]

    private let findingsMax: Int
    private var found: [GalleryFinding.Kind: [GalleryFinding]] = [:]

    /// Nothing is found yet.
    ///
    /// - Parameter findingsMax: findings of each kind that are listed, at least 1; twice as many are
    ///   held meanwhile.
    init(findingsMax: Int) {
        self.findingsMax = max(1, findingsMax)
    }

    mutating func add(_ finding: GalleryFinding) {
        counts[finding.kind, default: 0] += 1
        found[finding.kind, default: []].append(finding)
        if found[finding.kind, default: []].count >= 2 * findingsMax { trim(finding.kind) }
    }

    /// Makes the list; nothing is added any more.
    mutating func finish() {
        for kind in GalleryFinding.Kind.allCases {
            trim(kind)
            findings += found[kind] ?? []
        }
        found = [:]
    }

    private mutating func trim(_ kind: GalleryFinding.Kind) {
        guard let all = found[kind] else { return }
        found[kind] = Array(all.sorted(by: Self.isClearer).prefix(findingsMax))
    }

    /// Whether every finding of a kind is listed.
    public func listsAll(_ kind: GalleryFinding.Kind) -> Bool {
        findings.count { $0.kind == kind } == counts[kind] ?? 0
    }

    /// Takes findings out that need no look, of the list and of the counts.
    public mutating func remove(where isDone: (GalleryFinding) -> Bool) {
        for finding in findings where isDone(finding) { counts[finding.kind, default: 1] -= 1 }
        findings.removeAll(where: isDone)
        counts = counts.filter { $0.value > 0 }
    }

    /// An outlier is the clearer the less similar it is, anything else the more.
    private static func isClearer(_ left: GalleryFinding, _ right: GalleryFinding) -> Bool {
        let order: Float = left.kind == .outlier ? -1 : 1
        let first = (left.similarity ?? 0) * order
        let second = (right.similarity ?? 0) * order
        if first != second { return first > second }
        let people = (left.person?.rawValue ?? 0, right.person?.rawValue ?? 0)
        if people.0 != people.1 { return people.0 < people.1 }
        return (left.face?.rawValue ?? 0) < (right.face?.rawValue ?? 0)
    }
}
