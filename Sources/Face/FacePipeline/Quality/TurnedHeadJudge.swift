import FaceTypes
package import ModelPacks

/// Tells heads turned so far that recognition fails, in two steps: the landmarks alone let nine faces of
/// ten pass without asking the head-pose net.
package struct TurnedHeadJudge: Sendable {
    private let gate: TurnedHeadNet
    private let verdict: TurnedHeadNet

    /// The judge for a pack's detector; `nil` when it has no head-pose net, or a detector the judge was
    /// not fitted to.
    package init?(for manifest: PackManifest) {
        guard manifest.detector.head == .yunet, manifest.headPose != nil else { return nil }
        gate = .yunetGate
        verdict = .yunetVerdict
    }

    /// Whether the head-pose net should be asked.
    package func mayBeTurned(_ signs: TurnSigns) -> Bool { gate.evidence(signs.shape) > 0 }

    /// The evidence for a head turned too far.
    package func evidence(_ signs: TurnSigns, _ pose: HeadPose) -> Float {
        verdict.evidence(signs.with(pose))
    }
}
