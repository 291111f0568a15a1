package import FaceTypes

/// Measures a face and says what speaks against using it.
package struct QualityJudge: Sendable {
    private let limits: QualityLimits

    /// Takes the limits.
    package init(_ limits: QualityLimits) {
        self.limits = limits
    }

    /// Judges one face.
    ///
    /// - Parameters:
    ///   - located: The face as it was found.
    ///   - aligned: Its crop.
    ///   - pose: By the head-pose net, in the upright picture; `nil` when the pack has none.
    ///   - turnEvidence: What `TurnedHeadJudge` says; `nil` when the pack has none, and the limits of
    ///     the angles decide.
    package func judge(
        _ located: LocatedFace,
        aligned: AlignedFace,
        pose measured: HeadPose?,
        turnEvidence: Float? = nil
    ) -> FaceQuality {
        let patch = LumaPatch(aligned)
        let pose = Self.combined(measured, HeadPose(landmarks: located.uprightLandmarks))
        var quality = FaceQuality(
            edgePixels: located.detection.box.shortEdge,
            sharpness: patch.sharpness,
            brightness: patch.brightness,
            yawDegrees: pose.yaw,
            pitchDegrees: pose.pitch,
            rollDegrees: pose.roll,
            score: 0,
            codes: []
        )
        quality.codes = codes(
            for: quality,
            glare: patch.glare,
            looksReal: located.looksReal,
            turnEvidence: turnEvidence
        )
        quality.score = score(of: quality, sureness: located.sureness)
        return quality
    }

    /// The net's angles, unless the landmarks show a greater turn.
    ///
    /// The net grows unsure near the profile. The tilt is always the landmarks'.
    private static func combined(_ measured: HeadPose?, _ estimated: HeadPose) -> HeadPose {
        guard let measured else { return estimated }
        return HeadPose(
            yaw: abs(estimated.yaw) > abs(measured.yaw) ? estimated.yaw : measured.yaw,
            pitch: abs(estimated.pitch) > abs(measured.pitch) ? estimated.pitch : measured.pitch,
            roll: estimated.roll
        )
    }

    /// What refuses the face, worst first.
    private func codes(
        for quality: FaceQuality,
        glare: Float,
        looksReal: Bool,
        turnEvidence: Float?
    ) -> [QualityCode] {
        var codes: [QualityCode] = []
        if !looksReal { codes.append(.notAFace) }
        if quality.edgePixels < limits.edgePixelsMin { codes.append(.faceTooSmall) }
        let isAngled =
            abs(quality.yawDegrees) > limits.yawDegreesMax
            || abs(quality.pitchDegrees) > limits.pitchDegreesMax
        let isTurned =
            turnEvidence.map { $0 > limits.turnEvidenceMax } ?? isAngled
            || abs(quality.rollDegrees) > limits.rollDegreesMax
        if isTurned { codes.append(.extremePose) }
        let isBadlyLit =
            quality.brightness < limits.brightnessMin || glare > limits.glareMax
        if isBadlyLit { codes.append(.tooDark) }
        if quality.sharpness < limits.sharpnessMin { codes.append(.tooBlurred) }
        return codes
    }

    /// Fitness, 0...1: each measure counts fully where more of it no longer helps recognition, and
    /// less towards the limit at which the face is refused.
    private func score(of quality: FaceQuality, sureness: Float) -> Float {
        let size = Self.ramp(quality.edgePixels, from: limits.edgePixelsMin / 2, to: 96)
        let sharpness = Self.ramp(quality.sharpness, from: limits.sharpnessMin / 2, to: 0.9)
        let dark = Self.ramp(quality.brightness, from: limits.brightnessMin / 2, to: 90)
        let bright = Self.ramp(-quality.brightness, from: -limits.glareMax - 20, to: -180)
        let yaw = Self.ramp(-abs(quality.yawDegrees), from: -1.3 * limits.yawDegreesMax, to: -12)
        let pitch = Self.ramp(
            -abs(quality.pitchDegrees),
            from: -1.3 * limits.pitchDegreesMax,
            to: -15
        )
        let sure = min(max(sureness, 0), 1)
        return size * sharpness * dark * bright * yaw * pitch * sure
    }

    private static func ramp(_ value: Float, from low: Float, to high: Float) -> Float {
        min(max((value - low) / (high - low), 0), 1)
    }
}
