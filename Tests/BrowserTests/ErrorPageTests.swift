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

    @Test func `a damaged file among several is named and left out`() async throws {
        try await Browser.use(.phone) { browser in
            let path = browser.house.folder + "/damaged.jpg"
            try "this is a letter".write(toFile: path, atomically: true, encoding: .utf8)
            let probe = try #require(browser.house.probes.min { $0.key < $1.key })
            try await browser.open()
            try await browser.upload([probe.value, path])
            try await Self.expectError("undecodable_photo", browser)
            #expect(try await browser.text("#error-text").contains("damaged.jpg"))
            try await browser.press("[data-way=withoutFiles]")
            try await browser.state("results")
        }
    }

    @Test func `a picture of a clip that is refused is left out`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            _ = try await browser.web.run(
                """
                window.asked = 0;
                const real = window.fetch;
                const problem = () => new Response(
                  JSON.stringify({ code: 'extreme_pose', status: 422, title: 'x', photo: 1 }),
                  { status: 422, headers: { 'Content-Type': 'application/problem+json' } });
                window.fetch = (path, options) => String(path).includes('/search')
                  && asked++ < 2 ? Promise.resolve(problem()) : real(path, options);
                return (async () => {
                const [{ app }, { photoOf }, { compare }] = await Promise.all(
                  ['state', 'intake', 'flow'].map(name => import(
                    performance.getEntriesByType('resource').map(e => e.name)
                      .find(e => e.includes(`/${name}.js`)))));
                const image = document.querySelector('[data-sample] img');
                app.photos = [];
                for (let i = 0; i < 4; i++)
                  app.photos.push(Object.assign(await photoOf(image, 800, 960), { ofClip: true }));
                compare();
                })()
                """
            )
            try await browser.state("results")
            #expect(try await browser.count("#stability-photos li") == 2)
        }
    }

    @Test func `a key that is not known is said so and forgotten`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            _ = try await browser.web.run(
                "sessionStorage.setItem('semblance.key', 'smb_unknown'); return 1"
            )
            try await browser.open()
            try await browser.state("error")
            #expect(try await browser.text("#error-title") == "This key is not known here")
            try await browser.expectSound("error-wrong-key")
            let kept = try await browser.web.run(
                "return sessionStorage.getItem('semblance.key') ?? ''"
            )
            #expect(kept.text == "")
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
            #expect(try await browser.text("#drawn").contains("semblance ingest drawn"))
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

    @Test func `a camera another program holds`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            _ = try await browser.web.run(
                """
                navigator.mediaDevices.getUserMedia = () =>
                  Promise.reject(new DOMException('held', 'NotReadableError'));
                return 1
                """
            )
            try await browser.press("#use-camera")
            try await Self.expectError("camera_in_use", browser)
        }
    }

    /// What the service may answer that these tests do not make it answer; the others have
    /// tests of their own above.
    private static let answers = [
        "face_too_small": 422, "too_dark": 422, "too_blurred": 422, "extreme_pose": 422,
        "unsupported_media_type": 415, "body_too_large": 413,
        "too_many_parts": 400, "body_too_slow": 408, "busy": 429, "rate_limited": 429,
        "shutting_down": 503, "unauthorized": 401, "forbidden": 403, "no_such_gallery": 404,
        "bad_parameter": 400, "pack_mismatch": 409, "settings_mismatch": 409, "conflict": 409,
        "internal": 500,
    ]

    @Test func `every answer of the service has its page and a way on`() async throws {
        try await Browser.use(.phone) { browser in
            let probe = try #require(browser.house.probes.first)
            for (code, status) in Self.answers.sorted(by: { $0.key < $1.key }) {
                try await browser.open()
                _ = try await browser.web.run(
                    """
                    const [code, status] = arguments;
                    const real = window.fetch;
                    const problem = JSON.stringify({ code, status, title: code, detail: code });
                    // So long that the page does not ask again meanwhile.
                    const headers = { 'Content-Type': 'application/problem+json',
                      'Retry-After': '120' };
                    window.fetch = (path, options) => String(path).includes('/search')
                      ? Promise.resolve(new Response(problem, { status, headers }))
                      : real(path, options);
                    return 1
                    """,
                    [code, status]
                )
                try await browser.upload([probe.value])
                try await Self.expectError(code, browser)
            }
        }
    }
}
