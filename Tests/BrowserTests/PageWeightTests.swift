import Foundation
import TestSupport
import Testing

/// What the first view costs.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct PageWeightTests {
    private static let firstViewBytesMax = 150_000.0
    private static let shellBytesMax = 40_000.0

    @Test func `the first view is light and still`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.web.devTools("Network.enable")
            try await browser.web.devTools("Emulation.setCPUThrottlingRate", ["rate": 4])
            try await browser.web.devTools(
                "Network.emulateNetworkConditions",
                [
                    "offline": false, "latency": 150, "downloadThroughput": 200_000,
                    "uploadThroughput": 93_750,
                ]
            )
            try await browser.open()
            let entries = try await browser.web.run(
                """
                return performance.getEntriesByType('resource')
                  .concat(performance.getEntriesByType('navigation'))
                  .map(e => [new URL(e.name).pathname, e.transferSize, e.encodedBodySize])
                """
            ).list
            var total = 0.0
            var shell = 0.0
            for entry in entries {
                let path = entry.list.first?.text ?? ""
                let bytes = entry.list.last?.number ?? 0
                total += entry.list.dropFirst().first?.number ?? 0
                let isShell = ["js", "css", "html"].contains { path.hasSuffix($0) } || path == "/"
                if isShell { shell += bytes }
            }
            #expect(entries.count > 3)
            #expect(total <= Self.firstViewBytesMax, "\(total) bytes")
            #expect(shell <= Self.shellBytesMax, "\(shell) bytes of documents, styles, modules")
            let shift = try await browser.web.run(
                """
                return new Promise(done => new PerformanceObserver(list => done(
                  list.getEntries().reduce((sum, e) => sum + e.value, 0)))
                  .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))
                """
            )
            #expect((shift.number ?? 0) <= 0.02)
        }
    }
}
