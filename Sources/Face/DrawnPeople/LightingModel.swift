/// The light of one portrait.
struct LightingModel {
    private let light: Vector
    private let lightColour: Vector
    private let ambient: Vector
    private let halfway: Vector

    init(look: PortraitLook) {
        light = look.light
        lightColour = look.lightColour
        ambient = look.ambient
        halfway = (look.light + Vector(0, 0, 1)).normalised
    }

    /// What reaches the viewer from a point with normal `normal` (towards the viewer).
    @inline(__always)
    func lit(_ point: SurfacePoint, normal: Vector, finish: Finish, shadow: Float) -> Vector {
        let facing = normal.dot(light)
        let upwards = 0.5 - 0.5 * normal.y
        let sky = ambient * ((0.7 + 0.42 * upwards) * (0.8 + 0.2 * normal.z))
        let mirror = power16(max(normal.dot(halfway), 0)) * point.gloss
        switch finish {
        case .skin:
            // Red light wanders farthest under the skin, so shadows begin reddish.
            let soft = Vector(0.30, 0.16, 0.12)
            let share = Vector(1 / 1.30, 1 / 1.16, 1 / 1.12)
            let wrapped = (soft + facing) * share
            let direct = wrapped.clamped(lowerBound: .zero, upperBound: .one) * shadow
            return point.colour * (sky + lightColour * direct) + lightColour * (mirror * shadow)
        case .hair:
            let direct = max(facing + 0.25, 0) * 0.8 * shadow
            let shine = (point.colour * 0.7 + Vector(repeating: 0.05)) * (mirror * shadow)
            return point.colour * (sky + lightColour * direct) + lightColour * shine
        case .cloth:
            let direct = max(facing + 0.1, 0) * 0.9 * shadow
            return point.colour * (sky + lightColour * direct)
        case .hard:
            let direct = max(facing, 0) * shadow
            return point.colour * (sky + lightColour * direct) + lightColour * (mirror * shadow)
        }
    }

    @inline(__always)
    private func power16(_ value: Float) -> Float {
        let second = value * value
        let fourth = second * second
        let eighth = fourth * fourth
        return eighth * eighth
    }
}
