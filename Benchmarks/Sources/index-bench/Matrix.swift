import Foundation

/// A row-major matrix read from a `.npy` (version 1, C order) or an `.fvecs` / `.ivecs` file.
struct Matrix<Element: BitwiseCopyable> {
    var rows: Int
    var columns: Int
    var values: [Element]

    func row(_ index: Int) -> ArraySlice<Element> {
        values[index * columns..<(index + 1) * columns]
    }
}

enum MatrixError: Error {
    case unreadable(String)
    case unexpectedHeader(String)
}

extension Matrix where Element == Float {
    static func floats(_ path: String) throws -> Matrix<Float> {
        path.hasSuffix(".npy")
            ? try numpy(path, type: "<f4") : try prefixed(path)
    }
}

extension Matrix where Element == Int32 {
    static func integers(_ path: String) throws -> Matrix<Int32> {
        path.hasSuffix(".npy")
            ? try numpy(path, type: "<i4") : try prefixed(path)
    }
}

extension Matrix {
    fileprivate static func numpy(_ path: String, type: String) throws -> Matrix {
        guard let data = FileManager.default.contents(atPath: path), data.count > 10 else {
            throw MatrixError.unreadable(path)
        }
        let headerEnd = 10 + Int(data[8]) + Int(data[9]) << 8
        let header = String(decoding: data[10..<headerEnd], as: UTF8.self)
        guard header.contains("'\(type)'"), header.contains("'fortran_order': False"),
            let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")")
        else { throw MatrixError.unexpectedHeader(header) }
        let shape = header[header.index(after: open)..<close].split(separator: ",")
            .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        let rows = shape.first ?? 0
        let columns = shape.count > 1 ? shape[1] : 1
        let body = data[headerEnd...]
        guard body.count >= rows * columns * MemoryLayout<Element>.stride else {
            throw MatrixError.unreadable(path)
        }
        return Matrix(
            rows: rows,
            columns: columns,
            values: elements(of: body, count: rows * columns)
        )
    }

    /// Rows that each begin with their length as a 32-bit integer.
    fileprivate static func prefixed(_ path: String) throws -> Matrix {
        guard let data = FileManager.default.contents(atPath: path), data.count > 4 else {
            throw MatrixError.unreadable(path)
        }
        let columns = Int(data.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) })
        let rowBytes = 4 + columns * MemoryLayout<Element>.stride
        guard columns > 0, data.count % rowBytes == 0 else { throw MatrixError.unreadable(path) }
        var values: [Element] = []
        let rows = data.count / rowBytes
        for row in 0..<rows {
            let start = row * rowBytes + 4
            values += elements(of: data[start..<start + rowBytes - 4], count: columns)
        }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    private static func elements(of bytes: Data, count: Int) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }
}
