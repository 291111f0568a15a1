/// An sRGB colour; the two that mean something are `you` (the probe) and `twin` (a match).
struct Colour: Sendable, Hashable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    init(_ hexadecimal: UInt32) {
        red = UInt8(hexadecimal >> 16 & 255)
        green = UInt8(hexadecimal >> 8 & 255)
        blue = UInt8(hexadecimal & 255)
    }

    static let paper = Colour(0xFAF7F2)
    static let surface = Colour(0xFFFFFF)
    static let sunk = Colour(0xF1ECE4)
    static let ink = Colour(0x1C1A20)
    static let muted = Colour(0x5F5A67)
    static let line = Colour(0xE4DDD2)
    static let you = Colour(0x4B3FD1)
    static let twin = Colour(0xB93F17)
}
