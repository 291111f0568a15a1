import Fetching
import Testing
import Wikimedia

/// Answers of the services, with the traps they hold.
@Suite struct Answers {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `rows of one item are joined, unknown values are no values`() throws {
        let answer = try SPARQLAnswer(
            bytes(
                """
                {"head":{"vars":["item"]},"results":{"bindings":[
                {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q7"},
                 "image":{"type":"uri","value":"http://commons.wikimedia.org/wiki/Special:FilePath/A%20b.jpg"},
                 "gender":{"type":"uri","value":"http://www.wikidata.org/.well-known/genid/1"},
                 "birth":{"type":"literal","value":"1955-03-19T00:00:00Z"},
                 "n":{"type":"literal","value":"109"}},
                {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q7"},
                 "image":{"type":"uri","value":"http://commons.wikimedia.org/wiki/Special:FilePath/A_b.jpg"},
                 "birth":{"type":"bnode","value":"t1"}},
                {"item":{"type":"bnode","value":"t2"}},
                {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q9"},
                 "birth":{"type":"literal","value":"-0043-01-01T00:00:00Z"},
                 "label":{"type":"literal","xml:lang":"mul","value":"Gaius"}}]}}
                """
            )
        )
        #expect(answer.rows[0]["gender"] == .unknown)
        let people = QueriedPerson.joined(answer)
        #expect(people.map(\.item) == [ItemID(7), ItemID(9)])
        #expect(people[0].images == ["A b.jpg"])
        #expect(people[0].birthYears == [1955])
        #expect(people[0].fame == 109)
        #expect(people[1].birthYears == [-43])
        #expect(people[1].labels == ["Gaius"])
    }

    @Test func `an answer that breaks off is refused, and says why`() {
        let text = "{\"results\":{\"bindings\":[{\n java.util.concurrent.TimeoutException\n"
        let failure = #expect(throws: WikimediaError.self) { try SPARQLAnswer(bytes(text)) }
        #expect(
            failure
                == .brokenAnswer(service: "The query service", detail: "it ran out of time")
        )
    }

    @Test func `years are read leniently`() {
        #expect(TimeValue("+1952-00-00T00:00:00Z", precision: 9)?.knownYear == 1952)
        #expect(TimeValue("1955-03-19T00:00:00Z", precision: 11)?.knownYear == 1955)
        #expect(TimeValue("-0044-03-15T00:00:00Z", precision: 11)?.knownYear == -44)
        #expect(TimeValue("+13798-01-01T00:00:00Z", precision: 9)?.knownYear == 13_798)
        #expect(TimeValue("+1950-00-00T00:00:00Z", precision: 8)?.knownYear == nil)
        #expect(TimeValue("t1234", precision: 11) == nil)
    }

    @Test func `ranks, unknown values, merged and missing items, and labels of all languages`()
        throws
    {
        let answer = try EntityAnswer(
            bytes(
                """
                {"entities":{"Q2":{"id":"Q20","redirects":{"from":"Q2","to":"Q20"},
                "labels":{"mul":{"language":"mul","value":"Ann"}},
                "claims":{"P31":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":{"numeric-id":5}}}}],
                "P18":[{"rank":"deprecated","mainsnak":{"snaktype":"value","datavalue":{"value":"c.jpg"}}},
                {"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"a_b.jpg"}},
                 "qualifiers":{"P585":[{"snaktype":"value","datavalue":{"value":{"time":"+2001-00-00T00:00:00Z","precision":9}}}]}},
                {"rank":"preferred","mainsnak":{"snaktype":"value","datavalue":{"value":"b.jpg"}}}],
                "P569":[{"rank":"normal","mainsnak":{"snaktype":"somevalue"}}],
                "P570":[{"rank":"normal","mainsnak":{"snaktype":"somevalue"}}],
                "P21":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q6581072"}}}},
                {"rank":"preferred","mainsnak":{"snaktype":"novalue"}}]},
                "sitelinks":{"enwiki":{"title":"Ann Lee"},"frwiki":{},"commonswiki":{},"enwikiquote":{}}},
                "Q3":{"id":"Q3","missing":""},"Q4":{"id":"Q4","claims":[],"labels":{}}},"success":1}
                """
            )
        )
        guard case .found(let entity) = answer.outcomes[ItemID(2)] else {
            Issue.record("Q2 is there")
            return
        }
        #expect(entity.id == ItemID(20))
        #expect(entity.label == "Ann")
        #expect(entity.isHuman)
        #expect(entity.images.map(\.name) == ["B.jpg", "A b.jpg"])
        #expect(entity.images.map(\.year) == [nil, 2001])
        #expect(entity.birth == nil)
        #expect(entity.isDead && entity.death == nil)
        #expect(entity.gender == nil)
        #expect(entity.fame == 2)
        #expect(entity.article == "Ann Lee")
        #expect(answer.outcomes[ItemID(3)] == .missing)
        guard case .found(let bare) = answer.outcomes[ItemID(4)] else {
            Issue.record("Q4 is there")
            return
        }
        #expect(!bare.isHuman && bare.label == nil)
    }

    @Test func `errors in a body of status 200 are errors`() {
        #expect(throws: WikimediaError.noSuchEntity(id: "Q99")) {
            try EntityAnswer(bytes(#"{"error":{"code":"no-such-entity","info":"x","id":"Q99"}}"#))
        }
        let lag = #"{"error":{"code":"maxlag","info":"Waiting","lag":6.1}}"#
        let failure = #expect(throws: WikimediaError.self) {
            try ImageInfoAnswer(bytes(lag), asked: [])
        }
        #expect(failure == .refused(service: "Commons", code: "maxlag", info: "Waiting"))
        #expect(failure?.retry == .later)
    }

    private let file = """
        "imageinfo":[{"url":"https://u.test/a.jpg","descriptionurl":"https://c.test/a","width":9,
        "height":"8","sha1":"ab","mime":"image/jpeg","extmetadata":{
        "License":{"value":"cc-by-sa-4.0"},"CommonsMetadataExtension":{"value":1.2},
        "LicenseUrl":{"value":"//l.test/"},"Artist":{"value":"<ul><li>A &amp; B</li><li>C</li></ul>"}}},
        {"url":"https://u.test/older.jpg"}]
        """

    @Test func `titles are followed through normalized and redirects, in both formats`() throws {
        let steps = """
            "normalized":[{"from":"File:a_b.jpg","to":"File:A b.jpg"}],
            "redirects":[{"from":"File:A b.jpg","to":"File:New.jpg"}],
            """
        let list = """
            {"query":{\(steps)"pages":[{"ns":6,"title":"File:Gone.jpg","missing":true},
            {"title":"File:Known.jpg","missing":true,"known":true,\(file)},
            {"title":"File:New.jpg",\(file)}]}}
            """
        let object = """
            {"query":{\(steps)"pages":{"-1":{"title":"File:Gone.jpg","missing":""},
            "-2":{"title":"File:Known.jpg","missing":"","known":"",\(file)},
            "5":{"title":"File:New.jpg",\(file)}}}}
            """
        for text in [list, object] {
            let names = ["a_b.jpg", "Gone.jpg", "Known.jpg"]
            let outcomes = try ImageInfoAnswer(bytes(text), asked: names).outcomes
            #expect(outcomes["Gone.jpg"] == .missing)
            for name in ["a_b.jpg", "Known.jpg"] {
                guard case .found(let image) = outcomes[name] else {
                    Issue.record("\(name) is there")
                    continue
                }
                #expect(image.address == "https://u.test/a.jpg")
                #expect(image.thumbnail == image.address)
                #expect(image.height == 8)
                #expect(image.author == "A & B, C")
                #expect(image.licenceAddress == "https://l.test/")
            }
        }
    }

    @Test func `a capped answer leaves questions open, a gone file is none`() throws {
        let text = """
            {"continue":{"continue":"||"},"query":{"pages":[
            {"title":"File:A.jpg",\(file)},{"title":"File:B.jpg"},
            {"title":"File:C.jpg","missing":true}]}}
            """
        let names = ["A.jpg", "B.jpg", "C.jpg", "D.jpg"]
        let outcomes = try ImageInfoAnswer(bytes(text), asked: names).outcomes
        #expect(outcomes["B.jpg"] == .unanswered)
        #expect(outcomes["C.jpg"] == .missing)
        #expect(outcomes["D.jpg"] == .unanswered)
    }

    @Test(arguments: [
        "pd", "PD-USGov", "cc0", "cc-zero", "cc-by-4.0", "cc-by-sa-3.0-de", "CC-BY-SA-2.5",
        "publicdomain",
    ])
    func `free licences are free`(code: String) {
        #expect(LicenceVerdict(code: code, nonFree: nil) == .free)
        #expect(LicenceVerdict(code: code, nonFree: "true") != .free)
        #expect(LicenceVerdict(code: code, nonFree: "") != .free)
    }

    @Test(arguments: [
        "cc-by-nc-4.0", "cc-by-nd-2.0", "cc-by-nc-sa-3.0", "cc-sa-1.0", "fair use", "gfdl",
        "cc-by", "cc-by-sa", "", "attribution", "cc-by-sa-nc", "pdx", "-", "--", "- -", "-pd",
        "-cc0-",
        "cc-", "cc--by-4.0", "cc-by-", "cc-by--4.0", "cc-by-sa-", "cc-by-nan", "cc-by-inf",
        "cc-by-0x4", "cc-by-sa-.", "cc-by-4.0-nc", "\u{0}", "\u{2013}", "🅭-🅯-4.0", "c c - b y",
        String(repeating: "-", count: 100_000),
    ])
    func `others are not`(code: String) {
        #expect(LicenceVerdict(code: code, nonFree: nil) != .free)
    }

    @Test func `no licence is no licence`() {
        #expect(LicenceVerdict(code: nil, nonFree: nil) != .free)
    }

    @Test func `markup becomes text`() {
        #expect(MarkupText.plain("<p>a&nbsp;<b>b</b><br>c</p>") == "a b c")
        #expect(MarkupText.plain("x &#x41;&#66; &unknown; & y") == "x AB &unknown; & y")
        #expect(MarkupText.plain("<style>p{}</style>Jo <script>x</script>") == "Jo")
        #expect(MarkupText.plain("1 < 2") == "1 < 2")
        #expect(MarkupText.plain("") == "")
    }

    @Test func `a summary gives its image only for exactly this person`() throws {
        func summary(_ type: String, _ source: String) throws -> PageSummary {
            try PageSummary(
                bytes(
                    """
                    {"type":"\(type)","title":"A","wikibase_item":"Q5",
                    "originalimage":{"source":"\(source)"}}
                    """
                )
            )
        }
        let free = "https://upload.wikimedia.org/wikipedia/commons/thumb/a/a9/A_b.jpg/320px-A_b.jpg"
        #expect(try summary("standard", free).leadImage(of: ItemID(5)) == "A b.jpg")
        #expect(try summary("standard", free).leadImage(of: ItemID(6)) == nil)
        #expect(try summary("disambiguation", free).leadImage(of: ItemID(5)) == nil)
        let unfree = "https://upload.wikimedia.org/wikipedia/en/1/12/A.jpg"
        #expect(try summary("standard", unfree).leadImage(of: ItemID(5)) == nil)
    }

    @Test func `widths are steps`() {
        #expect(ThumbnailStep.atLeast(500) == 500)
        #expect(ThumbnailStep.atLeast(501) == 960)
        #expect(ThumbnailStep.atLeast(9000) == 3840)
    }
}
