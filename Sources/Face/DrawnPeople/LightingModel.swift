/// The light of one portrait.
struct LightingModel {
    let look: PortraitLook

    /// What reaches the viewer from a point with normal `normal` (towards the viewer).
    @inline(__always)
    func lit(_ point: SurfacePoint, normal: Vector, finish: Finish, shadow: Float) -> Vector {
        let facing = normal.dot(look.light)
        let upwards = 0.5 - 0.5 * normal.y
        let sky = look.ambient * (0.7 + 0.42 * upwards) * (0.8 + 0.2 * normal.z)
        let halfway = Vector(look.light.x, look.light.y, look.light.z + 1).normalised
        let mirror = max(normal.dot(halfway), 0)
        switch finish {
        case .skin:
            // Red light wanders farthest under the skin, so shadows begin reddish.
            let soft = Vector(0.30, 0.16, 0.12)
            let wrapped = (Vector(repeating: facing) + soft) / (Vector(repeating: 1) + soft)
            let direct = wrapped.clamped(lowerBound: .zero, upperBound: .one) * shadow
            let sharp = power16(mirror) * point.gloss * shadow
            return point.colour * (sky + look.lightColour * direct)
                + look.lightColour * sharp
        case .hair:
            let direct = max(facing + 0.25, 0) * 0.8 * shadow
            let band = power16(mirror) * point.gloss * shadow
            return point.colour * (sky + look.lightColour * direct)
                + (point.colour * 0.7 + Vector(repeating: 0.05)) * look.lightColour * band
        case .cloth:
            let direct = max(facing + 0.1, 0) * 0.9 * shadow
            return point.colour * (sky + look.lightColour * direct)
        case .hard:
            let direct = max(facing, 0) * shadow
            let sharp = power16(mirror) * point.gloss
            return point.colour * (sky + look.lightColour * direct)
                + look.lightColour * (sharp * power16(mirror))
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
