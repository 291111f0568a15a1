import Fetching

extension PersonPage {
    /// Names of files read of one category, in pages of `CategoryAnswer.pageMax`.
    static let categoryFilesMax = 1_000

    /// Files of a category that are looked at for each one that is wanted: some are not free.
    static let lookedAtShare = 3

    /// A person whose category is to fill up their photos.
    private struct Wanted {
        let person: Int
        let names: [String]
        let count: Int
    }

    /// Offers files of the people's categories until everybody has their photos.
    ///
    /// A category also holds group photos, places and other people, so what comes of it must agree with
    /// the person's other photos; somebody without any gets nothing.
    mutating func offerCategories(of people: inout [Person]) async throws {
        var wanted: [Wanted] = []
        for index in people.indices {
            let person = people[index]
            let count = source.settings.photosPerPerson - person.taken.count
            guard count > 0, let category = person.entity.category else { continue }
            guard !person.taken.isEmpty else {
                refuse(
                    .unvouched,
                    person,
                    "Category:\(category) may show \(person.name), but also others, and no photo "
                        + "vouches for any of it"
                )
                continue
            }
            let names = try await names(in: category, of: person)
            wanted.append(
                Wanted(
                    person: index,
                    names: Array(names.prefix(count * Self.lookedAtShare)),
                    count: count
                )
            )
        }
        let files = try await files(Set(wanted.flatMap(\.names)).sorted())
        for want in wanted {
            var left = want.count
            for name in want.names where left > 0 {
                guard case .found(let file) = files[name] else { continue }
                let before = people[want.person].taken.count
                offer(file, of: &people[want.person], year: nil, mustAgree: true)
                left -= people[want.person].taken.count - before
            }
        }
    }

    /// Photographs of a category that are not offered already, those named after the person first.
    private mutating func names(in category: String, of person: Person) async throws -> [String] {
        let all: [String]
        do throws(WikimediaError) {
            all = try await source.service.filesOfCategory(category, limit: Self.categoryFilesMax)
        } catch {
            // A title nobody can use is one person's trouble; the crawl goes on.
            guard error.isAboutTheQuestion else { throw error }
            refuse(.service, person, "Category:\(category): \(error)")
            return []
        }
        let known = Set(person.images.map(\.name) + person.taken.map(\.name))
        let others = all.prefix(Self.categoryFilesMax).filter {
            FileName.isPhotograph($0) && !known.contains($0)
        }
        let words = person.name.lowercased().split(separator: " ")
        func isNamed(_ name: String) -> Bool {
            let name = name.lowercased()
            return words.allSatisfy { name.contains($0) }
        }
        return others.filter(isNamed) + others.filter { !isNamed($0) }
    }
}
