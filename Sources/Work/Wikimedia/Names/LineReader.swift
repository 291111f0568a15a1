import Fetching
import Foundation

/// Lines of a text file, packed with gzip or not, one at a time: a list of millions is never in
/// memory.
///
/// Belongs to one task. Ends of lines are LF or CRLF; a byte-order mark is passed over.
final class LineReader {
    /// Longest line, in bytes; such files have none, damaged ones may.
    static let lineBytesMax = 64 << 10

    private static let pieceBytes = 256 << 10

    private let path: String
    private let handle: FileHandle
    private let gzip: GzipReader?
    private var waiting: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var isFirst = true
    /// Number of the last line handed out, from 1.
    private(set) var number = 0

    /// Opens a file.
    ///
    /// - Throws: `badList`.
    init(path: String) throws(WikimediaError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue, let handle = FileHandle(forReadingAtPath: path)
        else { throw .badList(path: path, detail: "there is no such file that can be read") }
        self.path = path
        self.handle = handle
        do {
            let head = try handle.read(upToCount: 2) ?? Data()
            try handle.seek(toOffset: 0)
            gzip = ContentKind(sniffing: head) == .gzip ? try GzipReader() : nil
        } catch {
            throw .badList(path: path, detail: "\(error)")
        }
    }

    deinit { try? handle.close() }

    /// The next line without its end; `nil` after the last.
    func next() throws(WikimediaError) -> String? {
        while true {
            if let end = waiting[start...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return line(waiting[start..<end])
            }
            if isAtEnd {
                guard start < waiting.count else { return nil }
                defer { start = waiting.count }
                return line(waiting[start...])
            }
            guard waiting.count - start <= Self.lineBytesMax else {
                throw .badList(path: path, detail: "line \(number + 1) is too long")
            }
            try fill()
        }
    }

    private func line(_ bytes: ArraySlice<UInt8>) -> String {
        number += 1
        var bytes = bytes
        if bytes.last == 0x0D { bytes = bytes.dropLast() }
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        isFirst = false
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fill() throws(WikimediaError) {
        waiting.removeFirst(start)
        start = 0
        do {
            let piece = try handle.read(upToCount: Self.pieceBytes) ?? Data()
            isAtEnd = piece.isEmpty
            guard let gzip else {
                waiting += piece
                return
            }
            try gzip.read(Array(piece)) { waiting += $0 }
            if isAtEnd { try gzip.finish() }
        } catch let damage as GzipReader.Damage {
            throw .badList(path: path, detail: "\(damage.rawValue) after line \(number)")
        } catch {
            throw .badList(path: path, detail: "\(error)")
        }
    }
}
