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
        let lighter = SheetLighter(
            lighting: LightingModel(look: look),
            shadows: ShadowMap(light: look.light, sheets: sheets),
            camera: camera
        )
        var buffer = SampleBuffer(width: width, height: height)
        for sheet in sheets { buffer.draw(lighter.lit(sheet)) }
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
        var sum = SIMD4<Float>.zero
        var missing: Float = 0
        for offset in 0..<4 {
            let sample = samples[corner + (offset & 1) + (offset >> 1) * stride]
            if sample.w > SampleBuffer.empty { sum += sample } else { missing += 1 }
        }
        let drawn = Vector(sum.x, sum.y, sum.z)
        return (missing > 0 ? drawn + backdrop.colour(x, y) * missing : drawn) * 0.25
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
        let grain = noise.cell(x + 7 * (y >> 6), y + 13 * (x >> 6)) * 0.012
        return mix(near, far, clamp(1.5 * away)) * (1 + cloud + grain)
    }
}
