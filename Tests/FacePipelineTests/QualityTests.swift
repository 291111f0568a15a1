import FacePipeline
import FaceTypes
import Testing

@Suite struct QualityTests {
    /// A crop with stripes of a width, dark on light.
    private func striped(width: Int, light: UInt8 = 160, dark: UInt8 = 90) -> AlignedFace {
        var image = PixelImage(width: 128, height: 128)
        image.withMutablePixels { pixels in
            for index in pixels.indices {
                pixels[index] = (index / 3 % 128) / width % 2 == 0 ? light : dark
            }
        }
        return AlignedFace(image: image)
    }

    private func landmarks(
        noseOffset: Float = 0,
        eyeDistance: Float = 50,
        height: Float = 52
    ) -> FaceLandmarks {
        FaceLandmarks(
            leftEye: Point(x: 100 - eyeDistance / 2, y: 100),
            rightEye: Point(x: 100 + eyeDistance / 2, y: 100),
            nose: Point(x: 100 + noseOffset, y: 100 + height * 0.59),
            leftMouth: Point(x: 80, y: 100 + height),
            rightMouth: Point(x: 120, y: 100 + height)
        )
    }

    private func located(
        edge: Float = 100,
        looksReal: Bool = true,
        landmarks: FaceLandmarks? = nil
    ) -> LocatedFace {
        let landmarks = landmarks ?? self.landmarks()
        let box = Box(x: 50, y: 50, width: edge, height: edge * 1.2)
        return LocatedFace(
            detection: DetectedFace(box: box, landmarks: landmarks, confidence: 0.94),
            sureness: 0.94,
            looksReal: looksReal,
            uprightBox: box,
            uprightLandmarks: landmarks,
            alignmentPoints: landmarks.points
        )
    }

    private func codes(
        _ face: LocatedFace,
        _ crop: AlignedFace? = nil,
        pose: HeadPose? = nil
    ) -> [QualityCode] {
        QualityJudge(QualityLimits())
            .judge(face, aligned: crop ?? striped(width: 1), pose: pose).codes
    }

    @Test func `a crisp, well lit, frontal face has no code and full marks`() {
        let quality = QualityJudge(QualityLimits())
            .judge(located(), aligned: striped(width: 1), pose: nil)
        #expect(quality.codes.isEmpty)
        #expect(quality.score > 0.9)
        #expect(abs(quality.brightness - 125) < 2)
        #expect(abs(quality.yawDegrees) < 1 && abs(quality.rollDegrees) < 1)
    }

    @Test func `brightness is the mean luma, and glare grows with what is blown out`() {
        let grey = LumaPatch(AlignedFace(image: PixelImage(width: 112, height: 112, grey: 80)))
        #expect(abs(grey.brightness - 80) < 0.01)
        #expect(grey.glare == grey.brightness)
        let white = LumaPatch(AlignedFace(image: PixelImage(width: 112, height: 112, grey: 255)))
        #expect(white.glare > 350)
    }

    @Test func `sharpness falls with the width of the edges and not with contrast`() {
        let crisp = LumaPatch(striped(width: 2)).sharpness
        let soft = LumaPatch(
            AlignedFace(image: Degradation.blurred(striped(width: 2).image, sigma: 4))
        ).sharpness
        let faint = LumaPatch(striped(width: 2, light: 130, dark: 120)).sharpness
        #expect(crisp > 0.9)
        #expect(soft < crisp / 2)
        #expect(abs(faint - crisp) < 0.1)
    }

    @Test func `an even crop has no detail at all`() {
        let flat = LumaPatch(AlignedFace(image: PixelImage(width: 64, height: 64, grey: 9)))
        #expect(flat.sharpness == 0)
    }

    @Test func `each fault has its own code`() {
        let dark = AlignedFace(image: Degradation.relit(striped(width: 1).image, gain: 0.2))
        let bright = AlignedFace(
            image: Degradation.relit(striped(width: 1).image, gain: 1, shift: 130)
        )
        let flat = AlignedFace(
            image: Degradation.blurred(striped(width: 16).image, sigma: 5)
        )
        #expect(codes(located(edge: 20)) == [.faceTooSmall])
        #expect(codes(located(), dark) == [.tooDark])
        #expect(codes(located(), bright) == [.tooDark])
        #expect(codes(located(), flat) == [.tooBlurred])
        #expect(codes(located(looksReal: false)) == [.notAFace])
        #expect(codes(located(), pose: HeadPose(yaw: -70, pitch: 0, roll: 0)) == [.extremePose])
    }

    @Test func `a nose beyond the eyes is a turned head, to the side it points to`() {
        let right = HeadPose(landmarks: landmarks(noseOffset: 80))
        #expect(right.yaw > 62)
        let left = HeadPose(landmarks: landmarks(noseOffset: -80))
        #expect(left.yaw < -62)
    }

    @Test func `eyes that fall together are a turned head`() {
        let profile = HeadPose(landmarks: landmarks(noseOffset: 2, eyeDistance: 14))
        #expect(profile.yaw > 62)
    }

    @Test func `a mouth close under the eyes is a nodding head`() {
        let nodding = HeadPose(landmarks: landmarks(height: 20))
        #expect(abs(nodding.pitch) > 48)
    }

    @Test func `the tilt is the angle of the line between the eyes`() {
        var tilted = landmarks()
        tilted.rightEye.y += 50
        #expect(abs(HeadPose(landmarks: tilted).roll - 45) < 0.1)
    }

    @Test func `a dark photo is stretched and a good one is not`() {
        let good = striped(width: 8, light: 240, dark: 10).image
        #expect(Exposure.helping(PhotoLight(of: good)).isEmpty)
        let dark = PhotoLight(of: Degradation.relit(good, gain: 0.1))
        #expect(Exposure.helping(dark).count == 1 && dark.isPoor)
        let black = PhotoLight(of: PixelImage(width: 64, height: 64, grey: 3))
        #expect(Exposure.helping(black).isEmpty && black.isPoor)
        let white = PhotoLight(of: PixelImage(width: 64, height: 64, grey: 255))
        #expect(white.isBlownOut && white.isPoor)
    }
}
