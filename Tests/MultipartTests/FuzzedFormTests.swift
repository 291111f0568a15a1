import Multipart
import Testing

/// Bodies nobody thought of: made and damaged by a seeded generator.
@Suite struct FuzzedForms {
    private static let type = "multipart/form-data; boundary=B"
    private static let bricks: [String] = [
        "\r\n", "\r", "\n", "--", "-", "B", "--B", "\r\n--B", "\r\n--B--", "--B\r\n", " ", "\t",
        "x",
        "Content-Disposition: form-data; name=a\r\n\r\n",
        "\r\n--B\r\nContent-Disposition: form-data; name=\"b\"; filename=\"c\"\r\n\r\n",
    ]

    private func randomBody(_ generator: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 0...24, using: &generator)
        var text = "--B\r\n\(Self.bricks[13])"
        for _ in 0..<count { text += Self.bricks.randomElement(using: &generator) ?? "" }
        return Array((Bool.random(using: &generator) ? text + "\r\n--B--" : text).utf8)
    }

    private func randomChunks(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        var chunks: [Int] = []
        var left = count
        while left > 0 {
            let length = Int.random(in: 0...min(left, 12), using: &generator)
            chunks.append(length)
            left -= length
        }
        return chunks
    }

    @Test(arguments: 0..<4)
    func `the parser and its slow twin agree on structure and data`(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        var whole = 0
        for round in 0..<3000 {
            let body = randomBody(&generator)
            let twin = naiveParts(of: body, boundary: "B")
            switch ParsedForm.outcome(body, contentType: Self.type) {
            case .success(let form):
                whole += 1
                #expect(twin?.map(\.data) == form.fields.map(\.data), "round \(round)")
                #expect(form.fields.allSatisfy { $0.isEnded })
            case .failure(.truncated), .failure(.delimiterMalformed):
                #expect(twin == nil, "round \(round)")
            case .failure(let error):
                // Only the lines of a part's header, which the twin does not judge, may differ.
                #expect("\(error)".contains("part"), "round \(round): \(error)")
            }
        }
        #expect(whole > 100)
    }

    @Test(arguments: 0..<4)
    func `any chunks of any damaged body give the same outcome`(seed: UInt64) {
        var generator = SeededGenerator(state: seed &+ 100)
        for round in 0..<1500 {
            let recorded = RecordedBody.all[round % RecordedBody.all.count]
            var body = recorded.body
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                damage(&body, &generator)
            }
            let whole = ParsedForm.outcome(body, contentType: recorded.contentType)
            let cut = ParsedForm.outcome(
                body,
                contentType: recorded.contentType,
                chunks: randomChunks(body.count, &generator)
            )
            #expect(whole == cut, "round \(round)")
        }
    }

    private func damage(_ body: inout [UInt8], _ generator: inout SeededGenerator) {
        guard let index = body.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: body[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: body.remove(at: index)
        case 2: body.removeLast(body.count - index)
        default:
            let brick = Self.bricks.randomElement(using: &generator) ?? ""
            body.insert(contentsOf: Array(brick.utf8), at: index)
        }
    }

    @Test func `random bytes never trap`() {
        var generator = SeededGenerator(state: 7)
        for _ in 0..<2000 {
            let body = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let outcome = ParsedForm.outcome(Array("--B\r\n".utf8) + body, contentType: Self.type)
            #expect(throws: MultipartError.self) { try outcome.get() }
            let type = String(decoding: body, as: UTF8.self)
            #expect(throws: MultipartError.self) {
                try MultipartParser(contentType: "multipart/form-data; " + type)
            }
        }
    }
}
