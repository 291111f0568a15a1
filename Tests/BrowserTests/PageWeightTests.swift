import Foundation
import TestSupport
import Testing

/// What the first view costs, in bytes; what is fetched ahead when the page is idle comes after.
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

    @Test func `the first view is light`() async throws {
        try await Browser.use(.phone) { browser in
            try await browser.open()
            try await browser.web.until(
                "return performance.getEntriesByType('navigation')[0].loadEventEnd > 0"
            )
            let entries = try await browser.web.run(
                """
                const [page] = performance.getEntriesByType('navigation');
                return performance.getEntriesByType('resource')
                  .filter(e => e.startTime < page.loadEventStart).concat(page)
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
        }
    }
}
