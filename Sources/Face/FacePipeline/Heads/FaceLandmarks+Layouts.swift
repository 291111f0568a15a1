import FaceTypes

extension FaceLandmarks {
    /// Reads pairs of x and y in the order of `points`, each changed by `change`.
    ///
    /// - Precondition: There are ten numbers.
    init(interleaved numbers: ArraySlice<Float>, change: (Point) -> Point) {
        precondition(numbers.count == 10)
        self.init { index in
            let at = numbers.startIndex + 2 * index
            return change(Point(x: numbers[at], y: numbers[at + 1]))
        }
    }

    /// Asks for each of the five points in the order of `points`.
    init(_ point: (Int) -> Point) {
        self.init(
            leftEye: point(0),
            rightEye: point(1),
            nose: point(2),
            leftMouth: point(3),
            rightMouth: point(4)
        )
    }
}
