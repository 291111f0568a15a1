import Foundation
import TestSupport
import Testing

/// Every way a search can fail, with the way on.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/groups", "faces/formats"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct ErrorPageTests {
    private static func expectError(
        _ code: String,
        _ browser: Browser,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await browser.state("error")
        let found = try await browser.web.run("return document.querySelector('main').dataset.error")
        #expect(found.text == code, sourceLocation: sourceLocation)
        #expect(try await browser.text("#error-title") != "", sourceLocation: sourceLocation)
        #expect(
            try await browser.count("#error-ways [data-way]") > 0,
            "no way on",
            sourceLocation: sourceLocation
        )
        try await browser.expectSound("error-\(code)")
    }

    @Test func `a photo without a face`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            try await browser.upload([Material.file("faces/groups/017_0.jpg")])
            try await Self.expectError("no_face", browser)
        }
    }

    @Test func `dogs are not faces`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            try await browser.upload([Material.file("faces/groups/dogs_0.jpg")])
            try await Self.expectError("not_a_face", browser)
        }
    }

    @Test func `a file that is no picture`() async throws {
        try await Browser.use { browser in
            let path = browser.house.folder + "/letter.jpg"
            try "this is a letter".write(toFile: path, atomically: true, encoding: .utf8)
            try await browser.open()
            try await browser.upload([path])
            try await Self.expectError("undecodable_photo", browser)
        }
    }

    @Test func `no network`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            try await browser.web.devTools("Network.enable")
            try await browser.web.devTools(
                "Network.emulateNetworkConditions",
                ["offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0]
            )
            let probe = try #require(browser.house.probes.first)
            try await browser.upload([probe.value])
            try await browser.state("error")
            let found = try await browser.web.run(
                "return document.querySelector('main').dataset.error"
            )
            #expect(["offline", "unreachable"].contains(found.text))
        }
    }

    @Test func `an empty gallery says how to fill it`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open(at: browser.house.emptyAddress)
            try await browser.state("empty")
            #expect(try await browser.text("#command").contains("semblance ingest folder"))
            try await browser.expectSound("empty-phone")
        }
    }

    @Test func `a refused camera`() async throws {
        try await Browser.use(.phone, camera: .refused) { browser in
            try await browser.open()
            try await browser.press("#use-camera")
            try await Self.expectError("camera_refused", browser)
        }
    }

    @Test func `no camera`() async throws {
        try await Browser.use(.phone, camera: .absent) { browser in
            try await browser.open()
            try await browser.press("#use-camera")
            try await Self.expectError("camera_absent", browser)
        }
    }
}
