internal import FaceTypes

/// Draws one portrait: builds the sheets, finds their shadows, lights them and fills the picture.
struct PortraitRenderer {
    private let person: PersonTraits
    private let look: PortraitLook
    private let camera: Camera
    private let width: Int
    private let height: Int

    init(person: PersonTraits, look: PortraitLook, width: Int, height: Int) {
        self.person = person
        self.look = look
        self.width = width
        self.height = height
        camera = Camera(look, width: width, height: height)
    }

    func image() -> PixelImage {
        let sheets = turnedSheets()
        let shadows = ShadowMap(light: look.light, sheets: sheets)
        let lighting = LightingModel(look: look)
        var buffer = SampleBuffer(width: width, height: height)
        for sheet in sheets {
            let normals = sheet.normals()
            var places: [Vector] = []
            var colours: [Vector] = []
            places.reserveCapacity(normals.count)
            colours.reserveCapacity(normals.count)
            for (point, normal) in zip(sheet.points, normals) {
                let facing = normal.z < 0 ? -normal : normal
                let shadow = shadows.light(at: point.place, normal: facing)
                colours.append(
                    lighting.lit(point, normal: facing, finish: sheet.finish, shadow: shadow)
                )
                places.append(camera.projected(point.place))
            }
            buffer.draw(sheet, places: places, colours: colours)
        }
        return finished(buffer)
    }

    private func turnedSheets() -> [SurfaceGrid] {
        let pitch = camera.pitch
        let layout = FaceLayout(person, look)
        let profile = HeadProfile(person.head)
        let head = HeadSheets(person, look, layout: layout, profile: profile, pitch: pitch)
        var sheets = head.all()
        sheets += Accessories(person: person, layout: layout, profile: profile, pitch: pitch).all()
        if let hair = HairSheet(person, profile: profile, pitch: pitch).sheet() {
            sheets.append(hair)
        }
        for index in sheets.indices { sheets[index].move { camera.turned($0) } }
        var body = BodySheet(person: person, look: look, pitch: pitch).sheet()
        body.move { place in
            // The chest follows the head only a little; the neck goes between.
            camera.turned(place, share: mix(0.85, 0.15, ramp(place.y, 60, 190)))
        }
        sheets.append(body)
        return sheets
    }

    private func finished(_ buffer: SampleBuffer) -> PixelImage {
        var image = PixelImage(width: width, height: height)
        let backdrop = Backdrop(look: look, width: width, height: height)
        image.withMutablePixels { pixels in
            buffer.samples.withUnsafeBufferPointer { samples in
                for y in 0..<height {
                    for x in 0..<width {
                        let colour = average(samples, buffer.width, x, y, backdrop)
                        let index = 3 * (y * width + x)
                        pixels[index] = Self.code(colour.x)
                        pixels[index + 1] = Self.code(colour.y)
                        pixels[index + 2] = Self.code(colour.z)
                    }
                }
            }
        }
        return image
    }

    @inline(__always)
    private func average(
        _ samples: UnsafeBufferPointer<SIMD4<Float>>,
        _ stride: Int,
        _ x: Int,
        _ y: Int,
        _ backdrop: Backdrop
    ) -> Vector {
        let corner = SampleBuffer.factor * (y * stride + x)
        var sum = Vector.zero
        var missing: Float = 0
        for sample in [
            samples[corner], samples[corner + 1], samples[corner + stride],
            samples[corner + stride + 1],
        ] {
            if sample.w > -9_000 {
                sum += Vector(sample.x, sample.y, sample.z)
            } else {
                missing += 1
            }
        }
        if missing > 0 { sum += backdrop.colour(x, y) * missing }
        return sum * 0.25
    }

    @inline(__always)
    private static func code(_ linear: Float) -> UInt8 {
        // Highlights roll off instead of clipping.
        let rolled = linear > 0.7 ? 0.7 + 0.3 * (linear - 0.7) / (linear - 0.4) : max(linear, 0)
        return UInt8(min(rolled.squareRoot() * 255 + 0.5, 255))
    }
}

/// The wall behind the person: a soft spot of light with a trace of grain.
struct Backdrop {
    private let near: Vector
    private let far: Vector
    private let noise: Noise
    private let across: Float
    private let down: Float
    private let spot: Float

    init(look: PortraitLook, width: Int, height: Int) {
        near = look.backdrop.0
        far = look.backdrop.1
        noise = look.backdropNoise
        across = 1 / Float(width)
        down = 1 / Float(height)
        spot = 0.5 + 0.3 * look.light.x
    }

    @inline(__always)
    func colour(_ x: Int, _ y: Int) -> Vector {
        let u = Float(x) * across
        let v = Float(y) * down
        let away = (u - spot) * (u - spot) + (v - 0.3) * (v - 0.3)
        let cloud = noise.at(u * 4, v * 4) * 0.06
        let grain = noise.cell(Int32(truncatingIfNeeded: x), Int32(truncatingIfNeeded: y)) * 0.012
        return mix(near, far, clamp(1.5 * away)) * (1 + cloud + grain)
    }
}
