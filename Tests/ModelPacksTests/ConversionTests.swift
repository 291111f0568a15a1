import FaceTypes
import Hashing
import ModelPacks
import Testing

@Suite struct ConversionTests {
    @Test func `a detector becomes the same graph on every machine`() throws {
        let graph = try ModelConverter.convert(DlibFileWriter.mmod(), as: .dlibMmod)
        #expect(sha256(graph).hexadecimal.prefix(16) == "0554e51c87663d72")
        #expect(try ModelConverter.convert(DlibFileWriter.mmod(), as: .dlibMmod) == graph)
    }

    @Test func `MTCNN's first net becomes the same graph on every machine`() throws {
        let file = TorchFileWriter.proposal().file()
        let graph = try ModelConverter.convert(file, as: .mtcnnProposal)
        #expect(sha256(graph).hexadecimal.prefix(16) == "d73ebd7f03826d53")
    }

    @Test func `a tensor stored column by column gives the same graph`() throws {
        var plain = TorchFileWriter.proposal()
        plain.add("extra", shape: [2, 3], strides: [3, 1], values: [1, 2, 3, 4, 5, 6])
        var turned = TorchFileWriter.proposal()
        turned.add("extra", shape: [2, 3], strides: [1, 2], values: [1, 4, 2, 5, 3, 6])
        #expect(
            try ModelConverter.convert(plain.file(), as: .mtcnnProposal)
                == ModelConverter.convert(turned.file(), as: .mtcnnProposal)
        )
    }

    @Test func `the pickle of a program is refused`() {
        var writer = TorchFileWriter.proposal()
        writer.add("x", shape: [1], strides: [1], values: [1], function: "cos\nsystem\n")
        #expect {
            try ModelConverter.convert(writer.file(), as: .mtcnnProposal)
        } throws: { error in
            guard case ModelFileError.forbidden(let what, _) = error else { return false }
            return what.contains("os system")
        }
    }

    @Test func `a tensor beyond its storage is refused`() {
        var writer = TorchFileWriter.proposal()
        writer.add("x", shape: [4], strides: [2], values: [1, 2, 3, 4])
        #expect(throws: ModelFileError.self) {
            try ModelConverter.convert(writer.file(), as: .mtcnnProposal)
        }
        var liar = TorchFileWriter.proposal()
        liar.add("x", shape: [400], strides: [1], values: [1, 2], claimed: 400)
        #expect(throws: ModelFileError.self) {
            try ModelConverter.convert(liar.file(), as: .mtcnnProposal)
        }
    }

    @Test func `a net with a missing tensor is refused`() {
        var writer = TorchFileWriter()
        writer.add("conv1.weight", [10, 3, 3, 3])
        #expect(throws: ModelFileError.self) {
            try ModelConverter.convert(writer.file(), as: .mtcnnProposal)
        }
    }

    @Test(arguments: PackConversion.Kind.allCases)
    func `no converter takes an empty file or a text`(kind: PackConversion.Kind) {
        for bytes in [[], Array("<html>not here</html>".utf8)] {
            #expect(throws: ModelFileError.self) { try ModelConverter.convert(bytes, as: kind) }
        }
    }

    @Test(arguments: [PackConversion.Kind.dlibMmod, .dlibPredictor, .mtcnnProposal])
    func `a file cut short anywhere is refused`(kind: PackConversion.Kind) {
        let whole = Self.sample(kind)
        for count in stride(from: 0, to: whole.count, by: max(1, whole.count / 997)) {
            #expect(throws: ModelFileError.self) {
                try ModelConverter.convert(Array(whole[0..<count]), as: kind)
            }
        }
    }

    @Test(arguments: [PackConversion.Kind.dlibMmod, .dlibPredictor, .mtcnnProposal])
    func `damaged files are read or refused and never trap`(kind: PackConversion.Kind) {
        let whole = Self.sample(kind)
        var generator = SeededGenerator(seed: 7)
        var refused = 0
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                _ = try ModelConverter.convert(bytes, as: kind)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    private static func sample(_ kind: PackConversion.Kind) -> [UInt8] {
        switch kind {
        case .dlibMmod: DlibFileWriter.mmod()
        case .dlibPredictor: DlibFileWriter.predictor()
        default: TorchFileWriter.proposal().file()
        }
    }
}

/// SplitMix64, so that a failing case can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
