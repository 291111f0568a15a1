import Foundation
import Testing

/// Every claim of the privacy page names the tests that hold it, and these are there.
@Suite struct PrivacyClaims {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A test: its file below `Tests`, without the ending, and its name.
    private typealias Proof = (file: String, name: String)

    private static let proofs: [String: [Proof]] = [
        "shrunk": [
            (
                "BrowserTests/PromiseTests",
                "a photo leaves upright, small, without its tags, and not before it is chosen"
            )
        ],
        "tags": [
            (
                "BrowserTests/PromiseTests",
                "a photo leaves upright, small, without its tags, and not before it is chosen"
            )
        ],
        "camera": [
            (
                "BrowserTests/PromiseTests",
                "the camera sends nothing before the press, and never sound"
            )
        ],
        "clip": [
            ("BrowserTests/PromiseTests", "of a clip at most five single pictures leave")
        ],
        "card": [
            (
                "BrowserTests/SearchPageTests",
                "the card is saved with its size and nothing is sent"
            )
        ],
        "kept": [
            (
                "BrowserTests/PromiseTests",
                "the look is kept and nothing else, and no address leads to a result"
            ),
            ("BrowserTests/PromiseTests", "a key is kept in its tab only"),
        ],
        "address": [
            (
                "BrowserTests/PromiseTests",
                "the look is kept and nothing else, and no address leads to a result"
            )
        ],
        "memory": [
            ("EndToEndTests/ServeTests", "a photo that is asked about leaves nothing behind")
        ],
        "added": [
            ("EndToEndTests/ServeTests", "a photo that is asked about leaves nothing behind")
        ],
        "log": [
            (
                "HTTPServiceTests/FrontTests",
                "the log has templates and ids, but no names, paths or faces"
            ),
            ("EndToEndTests/ServeTests", "a photo that is asked about leaves nothing behind"),
        ],
        "again": [("BrowserTests/PromiseTests", "asking again sends the photo again")],
        "store": [
            ("HTTPServiceTests/FrontTests", "answers about faces are stored by nobody on the way")
        ],
        "third": [
            (
                "BrowserTests/PromiseTests",
                "the look is kept and nothing else, and no address leads to a result"
            ),
            (
                "HTTPServiceTests/FrontTests",
                "every answer has a request id and the security headers"
            ),
        ],
        "network": [
            ("EndToEndTests/ServeTests", "a house's own certificate serves TLS and is kept")
        ],
        "guess": [
            ("GalleryTests/PersonFilterTests", "keeps somebody out of whom a part is unknown"),
            ("EndToEndTests/KnownPeopleTests", "nothing is read from a face but where it is"),
        ],
        "credit": [
            ("LikenessTests/LikenessSearchTests", "every answer carries the credit line"),
            ("BrowserTests/SearchPageTests", "each portrait stands with its credit"),
        ],
        "removal": [
            (
                "GallerySQLiteTests/ScrubbingTests",
                "no name, key, address, hash or embedding is left in any file"
            ),
            ("AssemblyTests/StoredIndexTests", "no file holds the vector of a removed person"),
            (
                "EndToEndTests/IngestTests", "a removed person is gone and is not enrolled again"
            ),
        ],
        "minors": [
            (
                "EndToEndTests/IngestBoundsTests",
                "nobody known to be under 18 is taken, whether or not there are names"
            ),
            ("HTTPServiceTests/RecordTests", "a person known to be under 18 is not enrolled"),
        ],
        "likeness": [
            (
                "LikenessTests/AnswerFormatTests",
                "scores are worded as claims about people who asked"
            )
        ],
        "score": [
            ("EndToEndTests/KnownPeopleTests", "a small gallery gives no score and says why"),
            ("CalibrationTests/LikenessScaleTests", "a narrow filter gives its own reason"),
        ],
    ]

    @Test func `each is proved, and nothing else is`() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "Sources/Door/WebPage/Assets/privacy.html"),
            encoding: .utf8
        )
        let claims = page.matches(of: /id="claim-([a-z]+)"/).map { String($0.output.1) }
        #expect(claims.count > 15)
        #expect(Set(claims) == Set(Self.proofs.keys))
    }

    @Test(arguments: proofs.keys.sorted()) func `its tests are there`(claim: String) throws {
        for proof in try #require(Self.proofs[claim]) {
            let source = try String(
                contentsOf: Self.root.appending(path: "Tests/\(proof.file).swift"),
                encoding: .utf8
            )
            #expect(source.contains("func `\(proof.name)`"), "\(proof.file): \(proof.name)")
        }
    }
}
