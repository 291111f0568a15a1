#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import NativeLibraries

/// Compression by the system's zlib, which every Linux has; without it files are sent as they are.
///
/// Two functions of zlib that have not changed since its first release are enough: `compress2`
/// makes a deflate stream in zlib's own frame (RFC 1950), and `crc32` what gzip's frame (RFC 1952)
/// has in its place. So no header is needed, nor the layout of zlib's structures.
struct Gzip {
    private typealias Compress =
        @convention(c) (
            UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CUnsignedLong>?,
            UnsafePointer<UInt8>?, CUnsignedLong, CInt
        ) -> CInt
    private typealias Checksum =
        @convention(c) (CUnsignedLong, UnsafePointer<UInt8>?, CUnsignedInt) -> CUnsignedLong

    private let compress: Compress
    private let checksum: Checksum

    /// Finds zlib; `nil` when it is not there.
    init?() {
        let library = NativeLibrary(
            name: "zlib",
            fileNames: ["libz.so.1", "libz.so", "libz.1.dylib"],
            installLine: "apt-get install zlib1g"
        )
        guard let handle = try? library.load(searching: [.system]).handle,
            let compress = dlsym(handle, "compress2"), let checksum = dlsym(handle, "crc32")
        else { return nil }
        self.compress = unsafeBitCast(compress, to: Compress.self)
        self.checksum = unsafeBitCast(checksum, to: Checksum.self)
    }

    /// The bytes as a gzip file; `nil` when zlib fails.
    func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        let headerCount = 2
        let trailerCount = 4
        let bestCompression: CInt = 9
        // Deflate's worst case is a few bytes for each 16 KiB block; this is far above.
        var frame = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 64)
        var count = CUnsignedLong(frame.count)
        let status = compress(&frame, &count, bytes, CUnsignedLong(bytes.count), bestCompression)
        guard status == 0, Int(count) > headerCount + trailerCount else { return nil }
        let deflated = frame[headerCount..<(Int(count) - trailerCount)]
        // Magic, method deflate, no flags, no time, best compression, unknown system.
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255]
        let sum = UInt32(truncatingIfNeeded: checksum(0, bytes, CUnsignedInt(bytes.count)))
        let length = UInt32(truncatingIfNeeded: bytes.count)
        return header + deflated + Self.littleEndian(sum) + Self.littleEndian(length)
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
}
