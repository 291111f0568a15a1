/// Labels of items that describe people (countries, occupations), asked for once each.
struct LabelBook {
    /// Labels remembered; there are some hundred countries and some thousand occupations.
    static let labelsMax = 20_000

    private let service: WikimediaService
    private var labels: [ItemID: String] = [:]

    init(service: WikimediaService) { self.service = service }

    func label(of item: ItemID) -> String? { labels[item] }

    /// Learns the labels of items it does not know yet.
    mutating func learn(_ items: some Sequence<ItemID>) async throws(WikimediaError) {
        if labels.count > Self.labelsMax { labels = [:] }
        let unknown = Set(items).filter { labels[$0] == nil }.sorted()
        var place = 0
        while place < unknown.count {
            let batch = Array(unknown[place..<min(unknown.count, place + EntityAnswer.batchMax)])
            place += batch.count
            let outcomes = try await service.entities(batch, properties: "labels")
            for (item, outcome) in outcomes {
                if case .found(let entity) = outcome, let label = entity.label {
                    labels[item] = label
                }
            }
        }
    }
}
