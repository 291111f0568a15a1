/// Names a photo of a data set laid out as LFW is: `Person/Person_0001.jpg`.
public struct LFWPhotoKey: Sendable, Hashable, Comparable {
    /// The person's folder.
    public let person: String

    /// The photo's number; from 1.
    public let number: Int

    /// Names a photo.
    public init(person: String, number: Int) {
        self.person = person
        self.number = number
    }

    /// Reads a path in an archive.
    ///
    /// - Returns: `nil` for anything that is not named so.
    public init?(path: String) {
        let parts = path.split(separator: "/")
        guard parts.count >= 2, let file = parts.last else { return nil }
        let person = parts[parts.count - 2]
        let ending = file.hasSuffix(".jpg") ? 4 : file.hasSuffix(".jpeg") ? 5 : 0
        guard ending > 0, file.hasPrefix(person + "_"),
            let number = Int(file.dropLast(ending).dropFirst(person.count + 1)), number > 0
        else { return nil }
        self.init(person: String(person), number: number)
    }

    /// Orders by person, then by number.
    public static func < (left: LFWPhotoKey, right: LFWPhotoKey) -> Bool {
        (left.person, left.number) < (right.person, right.number)
    }
}
