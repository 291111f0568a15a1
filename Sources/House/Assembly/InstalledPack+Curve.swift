public import Calibration
public import ModelPacks

extension InstalledPack {
    /// The pack's 1:1 false match rates.
    public var falseMatchCurve: FalseMatchCurve {
        let thresholds = manifest.embedder.thresholds
        return FalseMatchCurve(
            fmr1e3: thresholds.fmr1e3,
            fmr1e4: thresholds.fmr1e4,
            fmr1e5: thresholds.fmr1e5
        )
    }
}
