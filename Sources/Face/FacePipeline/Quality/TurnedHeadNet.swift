internal import Foundation

/// A small network (one hidden layer, tanh) that tells heads turned so far that recognition fails from
/// all others, by `TurnSigns`.
///
/// It was fitted to photos of LFW whose heads were turned by computer, and to those as they are; how,
/// and how well it does on people it was not fitted to, is told in `docs/decisions`.
package struct TurnedHeadNet: Sendable {
    let means: [Float]
    let scales: [Float]
    /// [hidden][input].
    let inner: [Float]
    let innerBiases: [Float]
    let outer: [Float]
    let outerBias: Float

    /// How many standard deviations from the mean a number may count.
    private static let reach: Float = 8

    /// The evidence for a turned head; above 0 it is one.
    package func evidence(_ signs: [Float]) -> Float {
        precondition(signs.count == means.count)
        let inputs = signs.indices.map { index in
            let scaled = (signs[index] - means[index]) * scales[index]
            return min(max(scaled, -Self.reach), Self.reach)
        }
        var sum = outerBias
        for (unit, bias) in innerBiases.enumerated() {
            var activation = bias
            for (index, input) in inputs.enumerated() {
                activation += inner[unit * inputs.count + index] * input
            }
            sum += outer[unit] * tanh(activation)
        }
        return sum
    }
}
