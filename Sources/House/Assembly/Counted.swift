/// A number with its noun: `1 face`, `2 faces`.
///
/// - Parameter plural: of a noun that does not just take an s.
public func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}
