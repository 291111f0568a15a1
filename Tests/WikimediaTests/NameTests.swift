import FixtureServer
import Foundation
import Testing
import Wikimedia

/// Lists of people, and whom their lines mean.
@Suite struct Names {
    private func entry(_ line: String) -> NameEntry? { NameEntry(line: line, place: "list:1") }

    @Test func `lines name items, IMDb ids, names and birth years`() {
        #expect(entry("q42")?.key == .item(ItemID(42)))
        #expect(entry("nm0000246")?.key == .imdb("nm0000246", name: "nm0000246", birthYear: nil))
        #expect(entry("  Ann   Lee ")?.key == .name("Ann Lee", birthYear: nil))
        #expect(entry("Ann Lee (1952)")?.key == .name("Ann Lee", birthYear: 1952))
        #expect(entry("Ann Lee\t1952")?.key == .name("Ann Lee", birthYear: 1952))
        #expect(entry("Ann (the) Lee")?.key == .name("Ann (the) Lee", birthYear: nil))
        #expect(entry("Quentin")?.key == .name("Quentin", birthYear: nil))
        #expect(entry("# comment") == nil)
        #expect(entry("   ") == nil)
    }

    private func person(_ item: UInt64, _ years: [Int] = [], imdb: [String] = []) -> QueriedPerson {
        var person = QueriedPerson(item: ItemID(item))
        person.birthYears = years
        person.imdb = imdb
        return person
    }

    @Test func `one person of a name is found, two are ambiguous, none is nobody`() throws {
        let ann = try #require(entry("Ann"))
        #expect(NameMatch(ann, byIMDb: [], byLabel: [person(1)]) == .found(ItemID(1), by: "label"))
        #expect(
            NameMatch(ann, byIMDb: [], byLabel: [person(2), person(1)])
                == .ambiguous([ItemID(1), ItemID(2)])
        )
        #expect(NameMatch(ann, byIMDb: [], byLabel: []) == .nobody)
    }

    @Test func `a birth year decides, but never against doubt`() throws {
        let ann = try #require(entry("Ann (1952)"))
        let match = { (people: [QueriedPerson]) in NameMatch(ann, byIMDb: [], byLabel: people) }
        #expect(
            match([person(1, [1952]), person(2, [1980])])
                == .found(ItemID(1), by: "label and birth year")
        )
        #expect(match([person(1, [1952]), person(2)]) == .ambiguous([ItemID(1), ItemID(2)]))
        #expect(match([person(2)]) == .ambiguous([ItemID(2)]))
        #expect(match([person(1, [1980])]) == .nobody)
        #expect(
            match([person(1, [1952]), person(2, [1952])]) == .ambiguous([ItemID(1), ItemID(2)])
        )
    }

    @Test func `an IMDb id decides alone; a name stands in only with its year and no other id`() {
        let row = NameEntry(
            place: "x:1",
            key: .imdb("nm1", name: "Ann", birthYear: 1952)
        )
        #expect(
            NameMatch(row, byIMDb: [person(1, imdb: ["nm1"])], byLabel: [person(2, [1952])])
                == .found(ItemID(1), by: "IMDb id")
        )
        #expect(
            NameMatch(row, byIMDb: [], byLabel: [person(2, [1952])])
                == .found(ItemID(2), by: "label and birth year")
        )
        #expect(
            NameMatch(row, byIMDb: [], byLabel: [person(2, [1952], imdb: ["nm9"])]) == .nobody
        )
        #expect(NameMatch(row, byIMDb: [], byLabel: [person(2)]) == .nobody)
    }

    @Test func `IMDb's rows are not quoted, and backslash-N is nothing`() throws {
        let row = try #require(
            IMDbRow(line: "nm0000001\tFred \"Fast\t1899\t\\N\tactor,dancer\ttt1,tt2")
        )
        #expect(row.name == "Fred \"Fast")
        #expect(row.birthYear == 1899 && row.deathYear == nil)
        #expect(row.professions == ["actor", "dancer"] && row.titles == 2)
        #expect(IMDbRow(line: "nm0000001\tFred\t1899") == nil)
        #expect(IMDbRow(line: "nm0000001\t\\N\t\\N\t\\N\t\\N\t\\N") == nil)
        #expect(IMDbFilter(professions: ["dancer"], born: 1890...1900, living: true).admits(row))
        #expect(!IMDbFilter(professions: ["singer"]).admits(row))
        #expect(!IMDbFilter(titlesAtLeast: 3).admits(row))
    }

    private let head =
        "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles"

    @Test func `a cut list is refused where it breaks off`() throws {
        let rows = (0..<3000).map { "nm\(1_000_000 + $0)\tA B\t1950\t\\N\tactor\ttt1" }
        let file = GzipFixture.stored(Array(([head] + rows).joined(separator: "\n").utf8))
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).tsv.gz"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(file.dropLast(20_000)).write(to: URL(filePath: path))
        #expect(throws: Never.self) { try NameList(path: path) }
        #expect(try NameList(path: path).isIMDb)
        #expect(throws: WikimediaError.self) { try NameList(path: path + ".none") }
    }
}
