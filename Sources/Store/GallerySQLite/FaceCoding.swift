import FaceTypes
import Foundation

/// The layout of the catalogue's blobs: little-endian 32-bit floats without padding.
enum FaceCoding {
    /// Box x, y, width, height, the five points x, y in the order of `FaceLandmarks.points`, then
    /// confidence: 15 floats.
    static func data(of face: DetectedFace) -> Data {
        let box = face.box
        var values = [box.x, box.y, box.width, box.height]
        for point in face.landmarks.points { values += [point.x, point.y] }
        return data(of: values + [face.confidence])
    }

    /// Edge, sharpness, brightness, yaw, pitch, roll, score: 7 floats; codes are kept beside it.
    static func data(of quality: FaceQuality) -> Data {
        data(of: [
            quality.edgePixels, quality.sharpness, quality.brightness, quality.yawDegrees,
            quality.pitchDegrees, quality.rollDegrees, quality.score,
        ])
    }

    static func data(of values: [Float]) -> Data {
        var data = Data(capacity: values.count * 4)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return data
    }

    /// Reads floats; bytes beyond the last whole one are ignored.
    static func floats(_ data: Data) -> [Float] {
        data.withUnsafeBytes { bytes in
            let count = bytes.count / 4
            return [Float](unsafeUninitializedCapacity: count) { values, initialized in
                for index in 0..<count {
                    let bits = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                    values[index] = Float(bitPattern: UInt32(littleEndian: bits))
                }
                initialized = count
            }
        }
    }

    /// - Returns: `nil` unless there are 15 floats.
    static func detection(_ data: Data) -> DetectedFace? {
        let values = floats(data)
        guard values.count == 15 else { return nil }
        func point(_ index: Int) -> Point {
            Point(x: values[4 + 2 * index], y: values[5 + 2 * index])
        }
        return DetectedFace(
            box: Box(x: values[0], y: values[1], width: values[2], height: values[3]),
            landmarks: FaceLandmarks(
                leftEye: point(0),
                rightEye: point(1),
                nose: point(2),
                leftMouth: point(3),
                rightMouth: point(4)
            ),
            confidence: values[14]
        )
    }

    /// - Returns: `nil` unless there are 7 floats.
    static func quality(_ data: Data, codes: String) -> FaceQuality? {
        let values = floats(data)
        guard values.count == 7 else { return nil }
        return FaceQuality(
            edgePixels: values[0],
            sharpness: values[1],
            brightness: values[2],
            yawDegrees: values[3],
            pitchDegrees: values[4],
            rollDegrees: values[5],
            score: values[6],
            codes: codes.split(separator: " ").compactMap { QualityCode(rawValue: String($0)) }
        )
    }

    static func text(of codes: [QualityCode]) -> String {
        codes.map(\.rawValue).joined(separator: " ")
    }
}
