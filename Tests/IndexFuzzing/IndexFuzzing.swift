import CVectorKernels
import Foundation
import VectorIndex

// A target for libFuzzer: opens an index one of whose files the input has changed, searches it and
// verifies it. Whatever a file says, that must end in an answer or an error. scripts/check-index builds
// and runs it, with the folder of a whole index in SEMBLANCE_GOLDEN.

/// The files of a whole index, by name.
private let whole: [String: [UInt8]] = {
    let folder = ProcessInfo.processInfo.environment["SEMBLANCE_GOLDEN"] ?? "."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Dictionary(
        uniqueKeysWithValues: names.filter { $0 != "lock" }.map {
            ($0, FileManager.default.contents(atPath: folder + "/" + $0).map { [UInt8]($0) } ?? [])
        }
    )
}()

/// The input: which file, whether to mend its checksums afterwards, then changes of four bytes each:
/// a place, a value, and what to do with it.
private func changed(_ input: UnsafeBufferPointer<UInt8>) -> [String: [UInt8]] {
    var files = whole
    let names = files.keys.sorted()
    guard input.count >= 2, !names.isEmpty else { return files }
    let name = names[Int(input[0]) % names.count]
    var bytes = files[name] ?? []
    for start in stride(from: 2, through: input.count - 4, by: 4) {
        let place = Int(input[start]) | Int(input[start + 1]) << 8
        switch input[start + 3] % 4 {
        case 0 where !bytes.isEmpty: bytes[place % bytes.count] = input[start + 2]
        case 1: bytes.removeLast(min(bytes.count, place))
        case 2: bytes.append(contentsOf: repeatElement(input[start + 2], count: place % 64))
        case 3 where bytes.count >= 4_096: bytes[place % 64] = input[start + 2]
        default: break
        }
    }
    if input[1] % 4 != 0 { mend(&bytes, name) }
    files[name] = bytes
    return files
}

/// Makes the checksums fit again: otherwise nothing behind them would ever be read.
private func mend(_ bytes: inout [UInt8], _ name: String) {
    let page = name.hasPrefix("manifest") ? bytes.count : min(bytes.count, 4_096)
    if name.hasPrefix("log-") {
        let number = UInt32(name.dropFirst(4)) ?? 0
        mendRecords(&bytes, from: logHeaderBytes, number)
        putChecksum(of: 0..<logHeaderBytes - 4, seed: 0, at: logHeaderBytes - 4, &bytes)
    } else if page >= 4 {
        putChecksum(of: 0..<page - 4, seed: 0, at: page - 4, &bytes)
    }
}

private func mendRecords(_ bytes: inout [UInt8], from start: Int, _ number: UInt32) {
    var place = start
    while place + 8 <= bytes.count {
        let count = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        guard count <= bytes.count - place - 8 else { return }
        let seed = UInt32(truncatingIfNeeded: place) ^ number << 16
        putChecksum(of: place + 8..<place + 8 + count, seed: seed, at: place + 4, &bytes)
        place += 8 + count
    }
}

private func putChecksum(of range: Range<Int>, seed: UInt32, at place: Int, _ bytes: inout [UInt8])
{
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, place >= 0,
        place + 4 <= bytes.count
    else { return }
    let sum = bytes.withUnsafeBytes {
        smb_crc32c(seed, $0.baseAddress.map { $0 + range.lowerBound }, range.count)
    }
    for i in 0..<4 { bytes[place + i] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(i))) }
}

private let logHeaderBytes = 32
private let dimension = 24

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager's linker makes this `main`, in place of libFuzzer's own.
@_cdecl("IndexFuzzing_main")
public func fuzz(
    _ count: CInt,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    var count = count
    var arguments = arguments
    return runFuzzer(&count, &arguments) { fuzzIndexReaders($0, $1) }
}

/// Called by libFuzzer with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIndexReaders(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let files = SimulatedFileSystem(files: changed(UnsafeBufferPointer(start: start, count: count)))
    guard
        let index = try? VectorIndex(
            files: files,
            dimension: dimension,
            metric: .cosine,
            durability: .durable
        )
    else { return 0 }
    _ = try? index.nearest(to: [Float](repeating: 1, count: dimension), limit: 5)
    _ = try? index.upsert(id: 1, vector: [Float](repeating: 1, count: dimension))
    _ = try? index.verify()
    return 0
}
