import Foundation
import TestSupport
import Testing

/// The page people see, in a real browser against the real service.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/groups", "faces/formats"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct SearchPageTests {
    /// A photo of an enrolled person that was not enrolled.
    private static func probe(_ house: ServedHouse) throws -> (person: String, path: String) {
        let first = try #require(house.probes.min { $0.key < $1.key })
        return (first.key, first.value)
    }

    @Test(arguments: Browser.Screen.allCases, [false, true])
    func `the first view is sound`(screen: Browser.Screen, dark: Bool) async throws {
        try await Browser.use(screen, dark: dark) { browser in
            try await browser.open()
            try await browser.state("start")
            try await browser.expectSound("start-\(screen.rawValue)-\(dark ? "dark" : "light")")
        }
    }

    @Test(arguments: Browser.Screen.allCases)
    func `a chosen photo finds its person and look-alikes`(screen: Browser.Screen) async throws {
        try await Browser.use(screen, dark: screen == .phone) { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            try await browser.expectSound("results-\(screen.rawValue)")
            #expect(try await browser.count("#alike-list .card") >= 6)
            let shown = try await browser.web.run(
                "return document.querySelector('main').dataset.shown"
            )
            #expect(shown.isTrue)
            for mode in ["wipe", "morph"] {
                try await browser.press("[name=mode][value=\(mode)]")
                try await browser.web.until(
                    "return document.querySelector('#viewer').dataset.mode === arguments[0]",
                    [mode]
                )
                try await browser.expectSound("results-\(mode)-\(screen.rawValue)")
            }
        }
    }

    @Test func `each portrait stands with its credit`() async throws {
        try await Browser.use { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            #expect(try await browser.text("#credit") != "")
            let bare = try await browser.web.run(
                """
                const cards = [...document.querySelectorAll('#alike-list .card')];
                return cards.filter(c => !c.closest('li').querySelector('.cr')?.textContent.trim()).length
                  + (cards.length ? 0 : 1000)
                """
            )
            #expect(bare.number == 0)
        }
    }

    @Test func `the same person leads their shelf`() async throws {
        try await Browser.use { browser in
            // Most second photos are recognised; one of a handful must be.
            var recognised = 0
            for (person, path) in browser.house.probes.sorted(by: { $0.key < $1.key }).prefix(5) {
                try await browser.open()
                try await browser.upload([path])
                try await browser.state("results")
                if try await browser.count("#same-list .card") > 0 {
                    #expect(try await browser.text("#name").contains(person))
                    recognised += 1
                }
            }
            #expect(recognised > 0)
        }
    }

    @Test func `a press shows another look-alike, and the meaning opens`() async throws {
        try await Browser.use(.phone) { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            let before = try await browser.text("#name")
            try await browser.press(
                "#alike-list .card[data-index='2'], #alike-list .card:nth-child(3)"
            )
            try await browser.web.until(
                "return document.querySelector('#name').textContent.trim() !== arguments[0]",
                [before]
            )
            try await browser.press("#meaning-open")
            try await browser.web.until("return document.querySelector('#meaning').open")
            try await browser.expectSound("meaning-phone")
        }
    }

    @Test func `a photo can be dropped, and pasted`() async throws {
        try await Browser.use { browser in
            let probe = try Self.probe(browser.house)
            let bytes = try Data(contentsOf: URL(filePath: probe.path)).base64EncodedString()
            for event in ["drop", "paste"] {
                try await browser.open()
                _ = try await browser.web.run(
                    """
                    const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
                    const file = new File([bytes], 'photo.jpg', {type: 'image/jpeg'});
                    const data = new DataTransfer();
                    data.items.add(file);
                    const event = arguments[1] === 'drop'
                      ? new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})
                      : new ClipboardEvent('paste', {clipboardData: data, bubbles: true,
                          cancelable: true});
                    (document.querySelector('#drop') ?? document.body).dispatchEvent(event)
                    """,
                    [bytes, event]
                )
                try await browser.state("results")
            }
        }
    }

    @Test func `everyone in a group photo gets a twin`() async throws {
        try await Browser.use { browser in
            try await browser.open()
            try await browser.upload([Material.file("faces/groups/012_4.jpg")])
            try await browser.state("pick")
            #expect(try await browser.count("#group .box[data-face]") == 4)
            try await browser.expectSound("pick-desktop")
            try await browser.press("#everyone")
            try await browser.state("group")
            #expect(try await browser.count("#pairs .duo") == 4)
            try await browser.expectSound("group-desktop")
        }
    }

    @Test func `one face of a group photo can be picked`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            try await browser.upload([Material.file("faces/groups/010_2.jpg")])
            try await browser.state("pick")
            try await browser.expectSound("pick-phone")
            try await browser.press("#strip .crop[data-face='2']")
            try await browser.state("results")
        }
    }

    @Test func `several photos make one probe with its stability`() async throws {
        try await Browser.use { browser in
            let probes = browser.house.probes.sorted { $0.key < $1.key }
            try await browser.open()
            try await browser.upload([probes[0].value, probes[0].value, probes[1].value])
            try await browser.state("results")
            #expect(try await browser.text("#stability-figure") != "")
            try await browser.expectSound("several-desktop")
        }
    }

    @Test func `the card is saved with its size and nothing is sent`() async throws {
        try await Browser.use(.phone) { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            try await browser.record()
            try await browser.press("#save")
            let path = browser.downloads + "/semblance.png"
            var bytes = Data()
            for _ in 0..<100 where bytes.isEmpty {
                try await Task.sleep(for: .milliseconds(100))
                bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
            }
            #expect(Array(bytes.prefix(4)) == [0x89, 0x50, 0x4E, 0x47] as [UInt8])
            let width = bytes.dropFirst(16).prefix(4).reduce(0) { $0 << 8 + Int($1) }
            let height = bytes.dropFirst(20).prefix(4).reduce(0) { $0 << 8 + Int($1) }
            #expect(width == 1_080)
            #expect(height == 1_350)
            #expect(try await browser.sent().isEmpty)
            try bytes.write(to: URL(filePath: Browser.pictures + "/card.png"))
        }
    }

    @Test func `a filter narrows the answer and a too narrow one says so`() async throws {
        try await Browser.use { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            try await Self.filter(browser, ["bornFrom": "1960"], "filters-desktop")
            try await browser.state("results")
            // Fewer than 200 people are left, so no word and no figure may be claimed.
            #expect(try await browser.count("#hundred .lit") == 0)
            // Whoever is of that country was born before 1950.
            try await Self.filter(browser, ["bornFrom": "1960", "country": "NL"], "filters-narrow")
            try await browser.state("error")
            let code = try await browser.web.run(
                "return document.querySelector('main').dataset.error"
            )
            #expect(code.text == "filter_empty")
            try await browser.expectSound("error-filter-desktop")
        }
    }

    @Test func `a birth range the wrong way round is turned`() async throws {
        try await Browser.use(.phone) { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            try await Self.filter(
                browser,
                ["bornFrom": "1970", "bornTo": "1959"],
                "filters-reversed-phone"
            )
            try await browser.state("results")
            // From the fifties to the seventies: three of the five decades of these people.
            let told = try await browser.text("#took")
            let compared = told.matches(of: /[0-9]+/).last.flatMap { Double($0.output) }
            let all = try await browser.web.run(
                "return fetch('/v1/status').then(r => r.json()).then(s => s.gallery.people)"
            ).number
            let share = try #require(compared) / (try #require(all))
            #expect(abs(share - 0.6) < 0.03, "\(told) of \(all ?? 0)")
            try await browser.press("[data-go=start]")
            try await browser.state("start")
            #expect(try await browser.count("#filtered:not([hidden])") == 1)
            try await browser.expectSound("start-filtered-phone")
            try await browser.press("#everybody")
            #expect(try await browser.count("#filtered:not([hidden])") == 0)
        }
    }

    @Test(arguments: [Browser.Screen.narrow, .desktop])
    func `a dialog opens at its beginning`(screen: Browser.Screen) async throws {
        try await Browser.use(screen) { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            for (opener, dialog) in [
                "#meaning-open": "#meaning", "#filter-open": "#filters", "#raw-open": "#raw",
            ] {
                try await browser.press(opener)
                let begun = try await browser.web.run(
                    """
                    const dialog = document.querySelector(arguments[0]);
                    const form = dialog.querySelector('form'), inside = form.getBoundingClientRect();
                    const last = [...form.querySelectorAll('.ways.end .btn')].at(-1);
                    return dialog.open && document.activeElement === dialog.querySelector('h2')
                      && form.scrollTop === 0 && dialog.scrollTop === 0
                      && last.getBoundingClientRect().bottom <= inside.bottom
                    """,
                    [dialog]
                )
                #expect(begun.isTrue, "\(dialog)")
                _ = try await browser.web.run(
                    "document.querySelector(arguments[0]).close(); return 1",
                    [dialog]
                )
            }
        }
    }

    private static func filter(
        _ browser: Browser,
        _ values: [String: String],
        _ name: String
    ) async throws {
        try await browser.press("#filter-open")
        try await browser.web.until("return document.querySelector('#filters').open")
        for (field, value) in values {
            let set = try await browser.web.run(
                """
                const field = document.querySelector(`#filters [name=${arguments[0]}]`);
                if (field) field.value = arguments[1];
                return field?.value === arguments[1]
                """,
                [field, value]
            )
            #expect(set.isTrue, "\(field) can't be \(value)")
        }
        try await browser.expectSound(name)
        try await browser.press("#filter-apply")
        try await browser.web.until("return !document.querySelector('#filters').open")
    }

    @Test func `regions of likeness are drawn from measurement`() async throws {
        try await Browser.use { browser in
            let probe = try Self.probe(browser.house)
            try await browser.open()
            try await browser.upload([probe.path])
            try await browser.state("results")
            try await browser.press("#explain")
            try await browser.web.until(
                "return document.querySelectorAll('#regions dt').length >= 4"
            )
            try await browser.expectSound("explained-desktop")
        }
    }
}
