import FaceTypes
import Imaging
import TestSupport
import Testing

/// What the tests of this room need beyond the repository.
enum ImagingMaterial {
    /// Asks for libvips with its HEIF plug-in.
    static let codecs = Material.requirement(
        named: "libvips with HEIF (Debian: apt-get install libvips42 libheif1)"
    ) {
        guard let formats = try? readableFormats() else { return false }
        return formats.isSuperset(of: ImageFormat.allCases)
    }

    /// Asks for the direct way to the JPEG codec.
    static let directJPEG = Material.requirement(
        named: "libturbojpeg (Debian: apt-get install libturbojpeg0)"
    ) {
        decodesJPEGDirectly()
    }

    /// Asks for libvips and at least one font.
    static let fonts = Material.requirement(
        named: "libvips and a font (Debian: apt-get install libvips42 fonts-dejavu-core)"
    ) {
        (try? renderText("A", pixelHeight: 20)) != nil
    }

    /// A picture with soft shading, an edge, and different corners; the same for the same seed.
    static func scene(width: Int, height: Int, seed: UInt64 = 1) -> PixelImage {
        var random = SeededGenerator(seed: seed)
        let shift = Int(random.next() % 64)
        var samples: [UInt8] = []
        samples.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let isInDisc =
                    (x - width / 3) * (x - width / 3) + (y - height / 2) * (y - height / 2)
                    < width * height / 16
                samples.append(UInt8((x * 200 / width + shift) & 255))
                samples.append(UInt8(y * 220 / height))
                samples.append(isInDisc ? 210 : UInt8(60 + (x + y) * 60 / (width + height)))
            }
        }
        return PixelImage(width: width, height: height, pixels: samples)
    }

    /// Independent noise in every sample: the hardest input for anything that blends.
    static func noise(width: Int, height: Int, seed: UInt64) -> PixelImage {
        var random = SeededGenerator(seed: seed)
        let samples = (0..<width * height * 3).map { _ in UInt8(random.next() & 255) }
        return PixelImage(width: width, height: height, pixels: samples)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension PixelImage {
    /// The mean absolute difference of all samples, in grey levels; infinite for another size.
    func meanDifference(from other: PixelImage) -> Double {
        guard width == other.width, height == other.height else { return .infinity }
        let sum = zip(pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(pixels.count)
    }

    /// The greatest difference of any sample; 256 for another size.
    func greatestDifference(from other: PixelImage) -> Int {
        guard width == other.width, height == other.height else { return 256 }
        return zip(pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// One pixel.
    func colour(_ x: Int, _ y: Int) -> [UInt8] {
        let start = (y * width + x) * 3
        return Array(pixels[start..<start + 3])
    }
}
