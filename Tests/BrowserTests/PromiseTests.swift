import Foundation
import TestSupport
import Testing

/// What the privacy page says of this device, seen from what leaves it and what stays.
@Suite(
    .serialized,
    Browser.requirement,
    Browser.filmRequirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/known-queries"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct PromiseTests {
    private static let place = "51.4778 N, 0.0015 W"

    /// A photo of 3000 x 2400 pixels that lies on its side, its turn and its place noted in its tags.
    private static func taggedPhoto(of probe: String, in folder: String) async throws -> String {
        let plain = folder + "/plain-\(UUID()).jpg"
        _ = try await ChildProgram.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-i", probe, "-vf",
                "scale=2400:2400,pad=3000:2400:300:0,transpose=2", "-q:v", "2", plain,
            ]
        )
        var bytes = try Data(contentsOf: URL(filePath: plain))
        bytes.insert(contentsOf: exif(turn: 6, text: place), at: 2)
        let path = folder + "/tagged-\(UUID()).jpg"
        try bytes.write(to: URL(filePath: path))
        return path
    }

    /// An APP1 segment with an orientation and a description (Exif 2.32, section 4.5).
    private static func exif(turn: UInt8, text: String) -> [UInt8] {
        let description = Array(text.utf8) + [0]
        var tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 2]
        tiff += [0x01, 0x0E, 0, 2, 0, 0, 0, UInt8(description.count), 0, 0, 0, 38]
        tiff += [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0]
        tiff += [0, 0, 0, 0] + description
        let body = Array("Exif".utf8) + [0, 0] + tiff
        return [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
    }

    @Test func `a photo leaves upright, small, without its tags, and not before it is chosen`()
        async throws
    {
        try await Browser.use { browser in
            let probe = try #require(browser.house.probes.min { $0.key < $1.key }).value
            let photo = try await Self.taggedPhoto(of: probe, in: browser.house.folder)
            let original = try Data(contentsOf: URL(filePath: photo))
            #expect(original.range(of: Data(Self.place.utf8)) != nil)
            try await browser.open()
            try await browser.record()
            try await Task.sleep(for: .seconds(1))
            #expect(try await browser.sent().isEmpty)
            try await browser.upload([photo])
            try await browser.state("results")
            let pictures = try await browser.sent().flatMap(\.pictures)
            #expect(!pictures.isEmpty)
            for picture in pictures {
                #expect(picture.type == "image/jpeg")
                #expect((picture.width, picture.height) == (1_600, 1_280))
                #expect(picture.bytes.range(of: Data(Self.place.utf8)) == nil)
                #expect(picture.bytes.range(of: Data("Exif".utf8)) == nil)
            }
        }
    }

    @Test func `asking again sends the photo again`() async throws {
        try await Browser.use { browser in
            let probe = try #require(browser.house.probes.min { $0.key < $1.key }).value
            try await browser.open()
            try await browser.record()
            try await browser.upload([probe])
            try await browser.state("results")
            let first = try await browser.sent()
            try await browser.press("#explain")
            try await browser.web.until(
                "return document.querySelectorAll('#regions dt').length >= 4"
            )
            let second = try await browser.sent().dropFirst(first.count)
            let pictures = second.flatMap(\.pictures)
            #expect(pictures.map(\.bytes) == first.suffix(1).flatMap(\.pictures).map(\.bytes))
        }
    }

    @Test func `the look is kept and nothing else, and no address leads to a result`() async throws
    {
        try await Browser.use { browser in
            let probe = try #require(browser.house.probes.min { $0.key < $1.key }).value
            try await browser.open()
            try await browser.press("#theme")
            try await browser.upload([probe])
            try await browser.state("results")
            let kept = try await browser.web.run(
                """
                return Promise.all([indexedDB.databases(), caches.keys()]).then(([bases, stores]) => ({
                  look: Object.keys(JSON.parse(localStorage.getItem('semblance.look'))).join(),
                  local: Object.keys(localStorage).join(), tab: Object.keys(sessionStorage).join(),
                  cookie: document.cookie, bases: bases.length, stores: stores.length,
                  address: location.href,
                  asked: performance.getEntriesByType('resource')
                    .filter(e => new URL(e.name).origin !== location.origin
                      && !e.name.startsWith('blob:')).map(e => e.name).join(),
                }))
                """
            )
            #expect(kept["look"].text == "scheme")
            #expect(kept["local"].text == "semblance.look")
            for name in ["tab", "cookie", "asked"] { #expect(kept[name].text == "", "\(name)") }
            for name in ["bases", "stores"] { #expect(kept[name].number == 0, "\(name)") }
            #expect(kept["address"].text == browser.house.address + "/")
            try await browser.open()
            try await browser.state("start")
        }
    }

    @Test func `a key is kept in its tab only`() async throws {
        try await Browser.use { browser in
            try await KeepingPageTests.unlock(browser)
            let kept = try await browser.web.run(
                """
                return { tab: Object.keys(sessionStorage).join(), cookie: document.cookie,
                  local: JSON.stringify(Object.entries(localStorage)), address: location.href }
                """
            )
            #expect(kept["tab"].text == "semblance.key")
            #expect(kept["cookie"].text == "")
            for place in ["local", "address"] {
                #expect(kept[place].text?.contains("smb_") == false, "\(place)")
            }
        }
    }

    @Test func `the camera sends nothing before the press, and never sound`() async throws {
        let film = try await Browser.film(try await ServedHouse.open().folder)
        try await Browser.use(.phone, camera: .showing(file: film)) { browser in
            try await browser.open()
            try await browser.record()
            try await browser.press("#use-camera")
            try await browser.state("camera")
            try await browser.web.until("return !!document.querySelector('#tip').dataset.tip")
            try await Task.sleep(for: .seconds(2))
            #expect(try await browser.sent().isEmpty)
            let sounds = try await browser.web.run(
                "return document.querySelector('#feed').srcObject.getAudioTracks().length"
            )
            #expect(sounds.number == 0)
            try await browser.press("#snap")
            try await browser.state("results")
            #expect(try await !browser.sent().flatMap(\.pictures).isEmpty)
        }
    }

    @Test func `of a clip at most five single pictures leave`() async throws {
        let film = try await Browser.film(try await ServedHouse.open().folder)
        try await Browser.use(.phone, camera: .showing(file: film)) { browser in
            try await browser.open()
            try await browser.press("#use-camera")
            try await browser.state("camera")
            try await browser.web.until("return !document.querySelector('#snap').disabled")
            try await browser.record()
            try await browser.press("#clip")
            try await browser.state("results", seconds: 60)
            for sending in try await browser.sent() {
                #expect(sending.pictures.count <= 5)
                #expect(sending.pictures.allSatisfy { $0.type == "image/jpeg" && $0.width > 0 })
            }
        }
    }
}
