import FaceTypes
import Hashing
import Testing

@Suite struct HashingTests {
    /// FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the standard's examples hash as printed there`(text: String, digest: String) {
        #expect(sha256(Array(text.utf8)).hexadecimal == digest)
        #expect(sha256(text.utf8).hexadecimal == digest)
    }

    @Test func `pieces of any size give the hash of the whole`() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for size in [1, 3, 63, 64, 65, 999] {
            var stream = SHA256Stream()
            for start in stride(from: 0, to: bytes.count, by: size) {
                stream.update(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(stream.finish() == sha256(bytes))
        }
    }

    @Test func `a copied stream goes on by itself`() {
        var first = SHA256Stream()
        first.update([1, 2])
        var second = first
        second.update([3])
        #expect(first.finish() == sha256([1, 2]))
        #expect(second.finish() == sha256([1, 2, 3]))
    }

    @Test func `finishing does not end a stream`() {
        var stream = SHA256Stream()
        stream.update([1])
        _ = stream.finish()
        stream.update([2])
        #expect(stream.finish() == sha256([1, 2]))
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `keyed hashes agree with RFC 4231`(key: [UInt8], message: String, code: String) {
        #expect(hmacSHA256(key: key, message: Array(message.utf8)).hexadecimal == code)
    }
}
