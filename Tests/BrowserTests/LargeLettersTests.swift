import Foundation
import TestSupport
import Testing

/// The page for those who read large letters or choose their own colours.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/groups"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct LargeLettersTests {
    /// Buttons and the wordmark whose text is broken inside a word though a row has room for it: the
    /// words of each, measured one by one, each must stand on one row.
    private static let brokenWords = """
        const broken = [];
        for (const e of document.querySelectorAll('.btn, .brand, .seal b, .seg span, .tab')) {
          if (!e.checkVisibility() || e.closest('dialog:not([open])')) continue;
          const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());)
            for (const word of node.textContent.matchAll(/\\S+/g)) {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              const rows = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
              if (rows.size > 1) broken.push(word[0]);
            }
        }
        return broken
        """

    /// Choices that hang over their track, and captions that are cut by their own box.
    private static let overhanging = """
        const outside = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1;
        const seen = (e) => e.checkVisibility() && !e.closest('dialog:not([open])');
        const box = (e) => e.getBoundingClientRect();
        const choices = [...document.querySelectorAll('.seg span')].filter(seen)
          .filter(e => outside(box(e), box(e.closest('.seg'))));
        const captions = [...document.querySelectorAll('[data-mode=side] figcaption')].filter(seen)
          .filter(e => getComputedStyle(e).position === 'static'
            && getComputedStyle(e).overflow !== 'visible');
        return [...choices, ...captions].map(e => e.textContent.trim())
        """

    private static func expectWhole(_ browser: Browser, _ name: String) async throws {
        try await browser.expectSound(name)
        let broken = try await browser.web.run(brokenWords)
        #expect(broken.list.isEmpty, "\(name): \(broken.list.compactMap(\.text)) are broken")
        let over = try await browser.web.run(overhanging)
        #expect(over.list.isEmpty, "\(name): \(over.list.compactMap(\.text)) hang over")
    }

    private static func enlarge(_ browser: Browser) async throws {
        _ = try await browser.web.run(
            "document.documentElement.style.fontSize = '32px'; return 1"
        )
    }

    @Test(arguments: [Browser.Screen.phone, .narrow], ["en-GB", "de-DE"])
    func `letters of twice the size break no word`(
        screen: Browser.Screen,
        language: String
    ) async throws {
        try await Browser.use(screen, language: language) { browser in
            let probe = try #require(browser.house.probes.min { $0.key < $1.key })
            let name = "\(language)-\(screen.rawValue)"
            try await browser.open()
            try await Self.enlarge(browser)
            try await Self.expectWhole(browser, "large-start-\(name)")
            try await browser.upload([probe.value])
            try await browser.state("results")
            try await Self.expectWhole(browser, "large-results-\(name)")
            try await browser.press("#meaning-open")
            try await Self.expectWhole(browser, "large-meaning-\(name)")
            try await browser.open()
            try await Self.enlarge(browser)
            try await browser.upload([Material.file("faces/groups/010_2.jpg")])
            try await browser.state("pick")
            try await Self.expectWhole(browser, "large-pick-\(name)")
        }
    }

    @Test func `with colours of the reader's own, all that is chosen is seen`() async throws {
        try await Browser.use { browser in
            try await browser.web.devTools(
                "Emulation.setEmulatedMedia",
                [
                    "features": [
                        ["name": "forced-colors", "value": "active"],
                        ["name": "prefers-reduced-motion", "value": "reduce"],
                    ]
                ]
            )
            let probe = try #require(browser.house.probes.min { $0.key < $1.key })
            try await browser.open()
            try await browser.picture("forced-start")
            try await browser.upload([probe.value])
            try await browser.state("results")
            try await browser.picture("forced-results")
            let outlined = try await browser.web.run(
                """
                const chosen = document.querySelector('.seg input:checked + span');
                return matchMedia('(forced-colors: active)').matches
                  && parseFloat(getComputedStyle(chosen).outlineWidth) > 0
                """
            )
            #expect(outlined.isTrue)
        }
    }
}
