import Foundation
import TestSupport
import Testing

/// The pages for keepers, for privacy and for programs.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct KeepingPageTests {
    static func unlock(_ browser: Browser) async throws {
        try await browser.open("/admin")
        try await browser.web.type(browser.house.adminKey, into: "#key")
        _ = try await browser.web.run("document.querySelector('#key').form.requestSubmit()")
        try await browser.state("open")
    }

    @Test(arguments: [Browser.Screen.desktop, .narrow])
    func `a key opens people, work, index and keys`(screen: Browser.Screen) async throws {
        try await Browser.use(screen) { browser in
            try await browser.open("/admin")
            try await browser.expectSound("admin-locked-\(screen.rawValue)")
            try await Self.unlock(browser)
            for tab in ["people", "work", "index", "keys"] {
                try await browser.press("button[data-tab=\(tab)], [role=tab][data-tab=\(tab)]")
                try await browser.web.until(
                    "return document.querySelector('main').dataset.filled === arguments[0]",
                    [tab]
                )
                try await browser.expectSound("admin-\(tab)-\(screen.rawValue)")
            }
        }
    }

    @Test func `the index is checked to its last byte`() async throws {
        try await Browser.use { browser in
            try await Self.unlock(browser)
            try await browser.press("[role=tab][data-tab=index]")
            try await browser.web.until(
                "return document.querySelector('main').dataset.filled === 'index'"
            )
            try await browser.press("#verify")
            try await browser.web.until(
                "return document.querySelector('#health').textContent === 'Healthy'"
            )
            let rows = try await browser.web.run(
                "return document.querySelector('#rows').textContent"
            )
            #expect(rows.text?.contains("Last check") == true)
            try await browser.expectSound("admin-index-checked-desktop")
        }
    }

    @Test func `a new home begins with its first gallery`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open("/admin", at: browser.house.emptyAddress)
            try await browser.web.type(browser.house.emptyKey, into: "#key")
            _ = try await browser.web.run("document.querySelector('#key').form.requestSubmit()")
            try await browser.web.until(
                "return document.querySelector('main').dataset.filled === 'first'"
            )
            try await browser.expectSound("admin-first-phone")
            _ = try await browser.web.run(
                "document.querySelector('#gallery-fault').closest('form').requestSubmit()"
            )
            try await browser.web.until(
                "return document.querySelector('main').dataset.filled === 'people'"
            )
            try await browser.web.type("The First", into: "#new-name")
            _ = try await browser.web.run("document.querySelector('#new-person').requestSubmit()")
            try await browser.web.until("return !!document.querySelector('#person #rename-to')")
        }
    }

    @Test func `a person is made, photographed, renamed and removed`() async throws {
        try await Browser.use { browser in
            try await Self.unlock(browser)
            try await browser.web.until(
                "return document.querySelectorAll('#people [data-person]').length"
            )
            try await browser.web.type("Somebody New", into: "#new-name")
            _ = try await browser.web.run("document.querySelector('#new-person').requestSubmit()")
            try await browser.web.until("return !!document.querySelector('#person #rename-to')")
            let photo = try #require(browser.house.probes.max { $0.key < $1.key })
            try await browser.web.type(photo.value, into: "#enrol-files")
            try await browser.web.until(
                "return document.querySelectorAll('#outcomes li.enrolled').length === 1"
            )
            try await browser.expectSound("admin-person-desktop")
            try await browser.press("#remove")
            try await browser.press("#sure-yes")
            try await browser.web.until("return !document.querySelector('#sure')?.open")
        }
    }

    @Test func `a face that is somebody else's is told with whose it is`() async throws {
        try await Browser.use(.phone) { browser in
            try await Self.unlock(browser)
            try await browser.web.until(
                "return document.querySelectorAll('#people [data-person]').length"
            )
            try await browser.web.type("Somebody Else", into: "#new-name")
            _ = try await browser.web.run("document.querySelector('#new-person').requestSubmit()")
            try await browser.web.until("return !!document.querySelector('#person #rename-to')")
            // Somebody whom no other test removes, in the photo that is enrolled.
            let (name, probe) = try #require(
                browser.house.probes.sorted { $0.key < $1.key }.dropFirst(9).first
            )
            let photo = probe.replacing("_0002.jpg", with: "_0001.jpg")
            try await browser.web.type(photo, into: "#enrol-files")
            try await browser.web.until(
                "return document.querySelectorAll('#outcomes li.refused [data-other]').length === 1"
            )
            let told = try await browser.text("#outcomes")
            #expect(told.contains(name), "\(told) for \(name)")
            try await browser.expectSound("admin-taken-phone")
            try await browser.press("#remove")
            try await browser.press("#sure-yes")
            try await browser.web.until(
                "return /Removed: 0/.test(document.querySelector('#by-face')?.textContent ?? '')"
            )
            try await browser.press("[role=tab][data-tab=work]")
            try await browser.web.until(
                "return document.querySelectorAll('#ended-work li').length >= 2"
            )
            let ended = try await browser.text("#ended-work")
            #expect(ended.contains("1 refused"), "\(ended)")
            try await browser.expectSound("admin-ended-phone")
        }
    }

    @Test func `somebody who shows their face is found and removed`() async throws {
        try await Browser.use(.phone) { browser in
            try await Self.unlock(browser)
            // Somebody whom no other test asks for.
            let (name, photo) = try #require(
                browser.house.probes.sorted { $0.key < $1.key }.dropFirst(7).first
            )
            try await browser.web.type(photo, into: "#find-face")
            try await browser.web.until(
                "return document.querySelectorAll('#people [data-person]').length === 1"
            )
            let told = try await browser.web.run(
                "return document.querySelector('#people').textContent"
            )
            #expect(told.text?.contains(name) == true, "\(told.text ?? "") for \(name)")
            try await browser.expectSound("admin-by-face-phone")
            try await browser.press("#people [data-person]")
            try await browser.web.until("return !!document.querySelector('#person #remove')")
            try await browser.press("#remove")
            try await browser.press("#sure-yes")
            try await browser.web.until(
                "return /Removed: 1/.test(document.querySelector('#by-face')?.textContent ?? '')"
            )
            try await browser.web.type(photo, into: "#find-face")
            try await browser.web.until(
                "return /Nobody/.test(document.querySelector('#by-face').textContent)"
            )
        }
    }

    @Test func `a photo that failed is shown and may be tried again`() async throws {
        try await Browser.use { browser in
            try await Self.unlock(browser)
            try await browser.press("[role=tab][data-tab=work]")
            try await browser.web.until("return document.querySelectorAll('#dead li').length === 1")
            let told = try await browser.web.run(
                "return document.querySelector('#dead').textContent"
            )
            #expect(told.text?.contains("Gone Person") == true)
            try await browser.expectSound("admin-queue-desktop")
            try await browser.press("#dead li .link")
            try await browser.web.until(
                "return document.querySelector('#queue-counts').textContent.includes('1 waiting')"
            )
            try await browser.web.until("return document.querySelectorAll('#dead li').length === 0")
        }
    }

    @Test(arguments: ["/privacy", "/api"], Browser.Screen.allCases)
    func `the documents are sound`(path: String, screen: Browser.Screen) async throws {
        try await Browser.use(screen) { browser in
            try await browser.open(path)
            try await browser.expectSound("\(path.dropFirst())-\(screen.rawValue)")
        }
    }

    @Test(arguments: [Browser.Screen.phone, .desktop], ["en-GB", "de-DE", "fr-FR", "ar-EG"])
    func `the start page shows its samples without scrolling`(
        screen: Browser.Screen,
        language: String
    ) async throws {
        try await Browser.use(screen, language: language) { browser in
            try await browser.open()
            let below = try await browser.web.run(
                """
                return document.querySelector('.samples').getBoundingClientRect().bottom
                  - window.innerHeight
                """
            )
            #expect(try #require(below.number) <= 0)
        }
    }

    @Test(arguments: ["de-DE", "fr-FR", "ar-EG"])
    func `the page speaks the reader's language`(language: String) async throws {
        try await Browser.use(.narrow, language: language) { browser in
            try await browser.open()
            let shown = try await browser.web.run("return document.documentElement.lang").text
            #expect(shown?.prefix(2) == language.prefix(2))
            let direction = try await browser.web.run("return document.documentElement.dir").text
            #expect((direction == "rtl") == language.hasPrefix("ar"))
            try await browser.expectSound("start-\(language)-narrow")
        }
    }
}
