import DrawnPeople
import FaceTypes
import Testing

@Suite struct `Drawn people` {
    /// FNV-1a, 64 bits: enough to notice one changed pixel.
    private func fingerprint(_ image: PixelImage) -> UInt64 {
        image.pixels.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private func difference(_ first: PixelImage, _ second: PixelImage) -> Double {
        let sum = zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(first.pixels.count)
    }

    @Test(
        arguments: [
            (UInt64(1), UInt64(0), UInt64(0x4C64_438A_F344_8535)), (2, 1, 0x74AF_3C23_90D1_105C),
            (3, 2, 0xBCE9_8DEC_FF34_7FA8), (77, 5, 0x4497_293B_5C64_F690),
        ]
    )
    func `a portrait is the same on every machine`(seed: UInt64, variation: UInt64, hash: UInt64) {
        let image = DrawnPerson(seed: seed).portrait(variation: variation, edge: 128)
        #expect(fingerprint(image) == hash)
    }

    @Test func `drawing twice gives the same bytes`() {
        let first = DrawnPerson(seed: 9).portrait(variation: 4, edge: 96)
        let second = DrawnPerson(seed: 9).portrait(variation: 4, edge: 96)
        #expect(first == second)
    }

    @Test func `another seed is another person`() {
        let images = (0..<6).map { DrawnPerson(seed: $0).portrait(variation: 0, edge: 96) }
        for first in images.indices {
            for second in images.indices where second > first {
                #expect(difference(images[first], images[second]) > 4)
            }
        }
    }

    @Test func `another variation is another photo of the same person`() {
        let person = DrawnPerson(seed: 12)
        let first = person.portrait(variation: 0, edge: 96)
        let second = person.portrait(variation: 1, edge: 96)
        #expect(difference(first, second) > 2)
        #expect(DrawnPerson(seed: 12).profile == person.profile)
    }

    @Test(arguments: [64, 65, 97, 360, 1_024])
    func `every edge from 64 to 1024 pixels is drawn`(edge: Int) {
        let image = DrawnPerson(seed: 5).portrait(variation: 3, edge: edge)
        #expect(image.width == edge)
        #expect(image.height == edge)
    }

    @Test func `a small portrait shows what a large one shows`() {
        let person = DrawnPerson(seed: 31)
        let small = person.portrait(variation: 2, edge: 64)
        let large = person.portrait(variation: 2, edge: 256)
        var sum = 0
        for y in 0..<64 {
            for x in 0..<64 {
                for channel in 0..<3 {
                    let mean = (0..<16).reduce(0) { total, part in
                        let row = 4 * y + part / 4
                        let column = 4 * x + part % 4
                        return total + Int(large.pixels[3 * (row * 256 + column) + channel])
                    }
                    sum += abs(mean / 16 - Int(small.pixels[3 * (y * 64 + x) + channel]))
                }
            }
        }
        #expect(Double(sum) / Double(64 * 64 * 3) < 8)
    }

    @Test func `no portrait is empty, black or burnt out`() {
        for seed in UInt64(100)..<160 {
            let image = DrawnPerson(seed: seed).portrait(variation: seed, edge: 64)
            let mean = image.pixels.reduce(0) { $0 + Int($1) } / image.pixels.count
            #expect((45...225).contains(mean), "person \(seed)")
            let burnt = image.pixels.count { $0 >= 254 }
            #expect(burnt < image.pixels.count / 20, "person \(seed)")
        }
    }
}
