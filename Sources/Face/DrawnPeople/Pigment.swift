/// Colours in this room are linear light, red, green, blue, 0...1; the display curve is taken as
/// a square root (gamma 2), because that is exact on every machine.
enum Pigment {
    /// A screen colour such as 0xE0AC82 in linear light.
    static func screen(_ code: UInt32) -> Vector {
        let red = Float((code >> 16) & 255) / 255
        let green = Float((code >> 8) & 255) / 255
        let blue = Float(code & 255) / 255
        return Vector(red * red, green * green, blue * blue)
    }

    /// Skin from very fair (depth 0) to very dark (1), and rosy (warmth -1) to golden (1).
    static func skin(depth: Float, warmth: Float) -> Vector {
        let tones = [
            0xECC9B4, 0xE6BA9C, 0xDDA983, 0xCF9A6F, 0xBA845A, 0x9F6B45, 0x845539, 0x66422E,
        ]
        let place = clamp(depth, 0, 1) * Float(tones.count - 1)
        let index = min(Int(place), tones.count - 2)
        let base = mix(
            screen(UInt32(tones[index])),
            screen(UInt32(tones[index + 1])),
            place - Float(index)
        )
        return base * Vector(1 - 0.03 * warmth, 1 + 0.04 * warmth, 1 - 0.14 * warmth)
    }

    static let hair: [UInt32] = [
        0x17120F, 0x241A15, 0x3A271B, 0x54371F, 0x6E4A2A, 0x8F6A3F, 0xB8935A, 0xD6B77F,
        0x8A3E1C, 0xA9552A,
    ]

    static let greyHair: [UInt32] = [0x8E857A, 0xB4AB9F, 0xD9D2C6]

    static let iris: [UInt32] = [
        0x2E1B10, 0x3E2615, 0x57371D, 0x6E5029, 0x5D6A3E, 0x4E7261, 0x4B6E8C, 0x6C8798, 0x7F8C8D,
    ]

    static let cloth: [UInt32] = [
        0x2C3440, 0x6A3B34, 0x3C4F3F, 0x524A6B, 0xB0885A, 0xE7E1D6, 0x7B8B99, 0x28242E, 0x9C4A36,
        0x3F6A69, 0xC9A23F, 0x8C9A7A, 0xB86B77, 0x35507A,
    ]

    static let backdrop: [UInt32] = [
        0xD9D0C2, 0xC3CEDA, 0xD8C4BF, 0xC6D0BE, 0xCDC5D6, 0x4A4854, 0xDCCFAE, 0xBDCFCD, 0x8C97A0,
        0x6B6F66, 0xA08C7C, 0xE4E2DE,
    ]
}
