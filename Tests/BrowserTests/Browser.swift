import Foundation
import TestSupport
import Testing

/// A page of the product in a browser of its own.
struct Browser: Sendable {
    static let driverPath = "/usr/bin/chromedriver"
    static let browserPath = "/usr/bin/chromium"

    /// What a page is looked at on.
    enum Screen: String, CaseIterable, Sendable {
        case phone, desktop, narrow

        var size: (width: Int, height: Int, scale: Int) {
            switch self {
            case .phone: (390, 844, 2)
            case .desktop: (1_280, 800, 1)
            case .narrow: (320, 700, 2)
            }
        }
    }

    /// What the fake camera does.
    enum Camera: Sendable {
        case absent
        case refused
        case showing(file: String)
    }

    let web: WebDriver
    let house: ServedHouse
    let downloads: String

    /// Asks for a browser, its driver and what the served gallery is made of.
    static var requirement: ConditionTrait {
        Material.requirement(named: "chromium and chromium-driver (scripts/setup-browser)") {
            FileManager.default.isExecutableFile(atPath: driverPath)
                && FileManager.default.isExecutableFile(atPath: browserPath)
        }
    }

    /// Where pictures of every state are left to be looked at.
    static let pictures = Material.checkout + "/.build/browser"

    /// Opens a browser, lets the body use it, and closes it.
    static func use(
        _ screen: Screen = .desktop,
        dark: Bool = false,
        camera: Camera = .absent,
        language: String = "en-GB",
        _ body: (Browser) async throws -> Void
    ) async throws {
        let house = try await ServedHouse.open()
        let profile = house.folder + "/profile-\(UUID())"
        let web = try await WebDriver.begin(
            base: house.driver,
            arguments: arguments(profile: profile, camera: camera, language: language),
            binary: browserPath
        )
        let browser = Browser(web: web, house: house, downloads: profile + "-downloads")
        do {
            try await browser.prepare(screen, dark: dark)
            try await body(browser)
        } catch {
            try? await browser.picture("failed-\(UUID())")
            await web.end()
            throw error
        }
        await web.end()
    }

    private static func arguments(profile: String, camera: Camera, language: String) -> [String] {
        var arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--lang=\(language)", "--accept-lang=\(language)",
            "--user-data-dir=\(profile)",
        ]
        switch camera {
        case .absent:
            arguments.append("--use-fake-ui-for-media-stream")
        case .refused:
            arguments += [
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny",
            ]
        case .showing(let file):
            arguments += [
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=\(file)",
            ]
        }
        return arguments
    }

    private func prepare(_ screen: Screen, dark: Bool) async throws {
        try FileManager.default.createDirectory(
            atPath: downloads,
            withIntermediateDirectories: true
        )
        try await show(screen)
        try await web.devTools(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"],
                    ["name": "prefers-reduced-motion", "value": "reduce"],
                ]
            ]
        )
        try await web.devTools(
            "Browser.setDownloadBehavior",
            ["behavior": "allow", "downloadPath": downloads]
        )
    }

    func show(_ screen: Screen) async throws {
        let size = screen.size
        try await web.devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": size.width, "height": size.height, "deviceScaleFactor": size.scale,
                "mobile": screen != .desktop,
            ]
        )
    }

    // MARK: Going about

    func open(_ path: String = "/", at address: String? = nil) async throws {
        try await web.open((address ?? house.address) + path)
        try await web.until("return document.documentElement.hasAttribute('data-ready')")
    }

    func state(_ wanted: String, seconds: Double = 30) async throws {
        try await web.until(
            "return document.querySelector('main').dataset.state === arguments[0]",
            [wanted],
            seconds: seconds
        )
    }

    func upload(_ files: [String]) async throws {
        try await web.type(files.joined(separator: "\n"), into: "#file")
    }

    func press(_ selector: String) async throws {
        let found = try await web.run(
            """
            const e = document.querySelector(arguments[0]);
            if (e) { e.scrollIntoView({block: 'center'}); e.click(); }
            return !!e
            """,
            [selector]
        )
        #expect(found.isTrue, "there is no \(selector) to press")
    }

    func text(_ selector: String) async throws -> String {
        try await web.run(
            "return document.querySelector(arguments[0])?.textContent.trim() ?? ''",
            [selector]
        ).text ?? ""
    }

    func count(_ selector: String) async throws -> Int {
        Int(
            try await web.run("return document.querySelectorAll(arguments[0]).length", [selector])
                .number ?? 0
        )
    }

    // MARK: Looking

    func picture(_ name: String) async throws {
        try FileManager.default.createDirectory(
            atPath: Self.pictures,
            withIntermediateDirectories: true
        )
        try await web.screenshot().write(to: URL(filePath: Self.pictures + "/\(name).png"))
    }

    /// What must hold of every view: no sideways overflow, targets large enough, nothing on the
    /// console, nothing axe-core objects to.
    func expectSound(_ name: String, targets: Bool = true) async throws {
        try await picture(name)
        let overflow = try await web.run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        #expect(overflow.number == 0, "\(name) overflows sideways")
        if targets { try await expectTargets(name) }
        for line in try await web.console() where line.level == "SEVERE" || Self.isPolicy(line.text)
        {
            if !Self.isAnswer(line.text) { Issue.record("\(name): console: \(line.text)") }
        }
        for violation in try await violations() { Issue.record("\(name): \(violation)") }
    }

    private func expectTargets(_ name: String) async throws {
        let small = try await web.run(
            """
            return [...document.querySelectorAll('button, input:not([type=file]), select, label.btn')]
              .filter(e => e.checkVisibility() && !e.closest('dialog:not([open])'))
              .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
              .filter(([e, r]) => r.width > 1 && (r.width < 24 || r.height < 24))
              .map(([e, r]) => `${e.tagName} ${e.id} ${Math.round(r.width)}x${Math.round(r.height)}`)
            """
        )
        #expect(small.list.isEmpty, "\(name): targets \(small.list.compactMap(\.text))")
    }

    /// Breaches of WCAG 2.2 AA and best practice, by axe-core where it is installed.
    private func violations() async throws -> [String] {
        guard let source = try? String(contentsOfFile: Self.axePath, encoding: .utf8) else {
            return []
        }
        _ = try await web.run(source + "; return 1")
        let found = try await web.run(
            """
            return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa',
              'best-practice']}).then(r => r.violations.map(v => v.id + ': ' +
              v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(', ')))
            """
        )
        return found.list.compactMap(\.text)
    }

    static let axePath = Material.checkout + "/.deps/axe/axe.min.js"
}

extension Browser {
    /// A breach of the content security policy.
    fileprivate static func isPolicy(_ line: String) -> Bool {
        line.contains("Content Security Policy") || line.contains("Content-Security-Policy")
    }

    /// The browser prints every answer of 400 and above itself; those are part of the tests.
    fileprivate static func isAnswer(_ line: String) -> Bool {
        line.contains("Failed to load resource")
    }
}
