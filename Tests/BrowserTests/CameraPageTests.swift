import Foundation
import TestSupport
import Testing

/// The camera, fed with a real face by a fake device.
@Suite(
    .serialized,
    Browser.requirement,
    Browser.filmRequirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/known-queries"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct CameraPageTests {
    @Test(arguments: [Browser.Screen.phone, .desktop])
    func `the camera takes a photo that is compared`(screen: Browser.Screen) async throws {
        let film = try await Browser.film(try await ServedHouse.open().folder)
        try await Browser.use(screen, camera: .showing(file: film)) { browser in
            try await browser.open()
            try await browser.press("#use-camera")
            try await browser.state("camera")
            try await browser.web.until("return !document.querySelector('#snap').disabled")
            try await browser.web.until("return !!document.querySelector('#tip').dataset.tip")
            try await browser.expectSound("camera-\(screen.rawValue)")
            try await browser.press("#snap")
            try await browser.state("results")
        }
    }

    @Test func `a clip is compared as several photos`() async throws {
        let film = try await Browser.film(try await ServedHouse.open().folder)
        try await Browser.use(.phone, camera: .showing(file: film)) { browser in
            try await browser.open()
            try await browser.press("#use-camera")
            try await browser.state("camera")
            try await browser.web.until("return !document.querySelector('#snap').disabled")
            try await browser.press("#clip")
            try await browser.state("results", seconds: 60)
            #expect(try await browser.text("#stability-figure") != "")
        }
    }
}
