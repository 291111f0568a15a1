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
                        let code = Self.code(colour)
                        pixels[index] = code.x
                        pixels[index + 1] = code.y
                        pixels[index + 2] = code.z
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
        for offset in 0..<4 {
            let sample = samples[corner + (offset & 1) + (offset >> 1) * stride]
            if sample.w > SampleBuffer.empty { sum += sample } else { missing += 1 }
        }
        return (missing > 0 ? sum + backdrop.colour(x, y) * missing : sum) * 0.25
    }

    @inline(__always)
    private static func code(_ linear: Vector) -> SIMD4<UInt8> {
        // Highlights roll off instead of clipping.
        let over = linear - 0.7
        let rolled = 0.7 + 0.3 * over / (linear - 0.4)
        let shown = linear.replacing(with: rolled, where: over .> 0)
            .clamped(lowerBound: .zero, upperBound: .one)
        let code = shown.squareRoot() * 255 + 0.5
        return SIMD4(UInt8(code.x), UInt8(code.y), UInt8(code.z), 0)
    }
}
