/// Turns the head and projects it to the picture.
struct Camera {
    /// From the head's middle to the lens, in millimetres: a portrait lens.
    private static let distance: Float = 1_150
    /// Where the head turns: in the neck.
    private static let pivot = Vector(0, 95, -25)
    /// Millimetres the picture spans at scale 1.
    private static let span: Float = 372

    private let right: Vector
    private let down: Vector
    private let towards: Vector
    private let pixels: Float
    private let middleX: Float
    private let middleY: Float

    init(_ look: PortraitLook, width: Int, height: Int) {
        let (sinYaw, cosYaw) = (sine(look.yaw), cosine(look.yaw))
        let (sinPitch, cosPitch) = (sine(look.pitch), cosine(look.pitch))
        let (sinRoll, cosRoll) = (sine(look.roll), cosine(look.roll))
        // Rows of roll x pitch x yaw.
        let yawX = Vector(cosYaw, 0, sinYaw)
        let yawZ = Vector(-sinYaw, 0, cosYaw)
        let pitchY = Vector(0, cosPitch, 0) + yawZ * sinPitch
        towards = yawZ * cosPitch - Vector(0, sinPitch, 0)
        right = yawX * cosRoll - pitchY * sinRoll
        down = yawX * sinRoll + pitchY * cosRoll
        pixels = Float(min(width, height)) / Self.span * look.scale
        middleX = Float(width) * (0.5 + look.shiftX)
        middleY = Float(height) * (0.475 + look.shiftY)
    }

    /// A point of the head, turned; `share` says how much it follows the head (the chest: little).
    @inline(__always)
    func turned(_ point: Vector, share: Float = 1) -> Vector {
        let arm = point - Self.pivot
        let whole = Vector(right.dot(arm), down.dot(arm), towards.dot(arm)) + Self.pivot
        return share == 1 ? whole : mix(point, whole, share)
    }

    /// Pixel coordinates of a turned point, and its depth, greater is nearer.
    @inline(__always)
    func projected(_ point: Vector) -> Vector {
        let scale = pixels * Self.distance / (Self.distance - point.z)
        return Vector(middleX + point.x * scale, middleY + point.y * scale, point.z)
    }

    /// Millimetres a pixel.
    var pitch: Float { 1 / pixels }
}
