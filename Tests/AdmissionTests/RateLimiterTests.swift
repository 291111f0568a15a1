import Admission
import Testing

/// Token buckets with a clock that only the tests turn.
@Suite struct RateLimiterTests {
    @Test func `a burst goes through and then one request an interval`() {
        var limiter = RateLimiter(requests: 60, per: .seconds(60), burst: 3)
        let burst = (0..<4).map { _ in limiter.take("a", at: .zero) }
        #expect(
            burst == [
                .allowed(remaining: 2), .allowed(remaining: 1), .allowed(remaining: 0),
                .refused(retryAfter: 1),
            ]
        )
        let early = limiter.take("a", at: .milliseconds(999))
        let onTime = limiter.take("a", at: .seconds(1))
        let again = limiter.take("a", at: .seconds(1))
        #expect(early == .refused(retryAfter: 1))
        #expect(onTime == .allowed(remaining: 0))
        #expect(again == .refused(retryAfter: 1))
    }

    @Test func `a rest fills the bucket to its burst and no further`() {
        var limiter = RateLimiter(requests: 1, per: .seconds(10), burst: 2)
        for _ in 0..<2 { _ = limiter.take("a", at: .zero) }
        let later = (0..<3).map { _ in limiter.take("a", at: .seconds(1000)) }
        #expect(
            later == [
                .allowed(remaining: 1), .allowed(remaining: 0), .refused(retryAfter: 10),
            ]
        )
    }

    @Test func `following the advice is enough`() {
        var limiter = RateLimiter(requests: 7, per: .seconds(60), burst: 5)
        var now = Duration.zero
        for _ in 0..<5 { _ = limiter.take("a", at: now) }
        for _ in 0..<50 {
            guard case .refused(let seconds) = limiter.take("a", at: now) else { continue }
            now += .seconds(seconds)
            let decision = limiter.take("a", at: now)
            #expect(decision == .allowed(remaining: 0))
        }
    }

    @Test func `keys do not share a bucket`() {
        var limiter = RateLimiter(requests: 1, per: .seconds(10), burst: 1)
        let first = limiter.take("a", at: .zero)
        let second = limiter.take("b", at: .zero)
        #expect(first == second)
    }

    @Test func `a clock that goes back gives nothing`() {
        var limiter = RateLimiter(requests: 1, per: .seconds(10), burst: 1)
        _ = limiter.take("a", at: .seconds(100))
        let earlier = limiter.take("a", at: .seconds(50))
        #expect(earlier == .refused(retryAfter: 60))
    }

    @Test(arguments: 0..<5)
    func `no window ever sees more than burst and rate allow`(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        var limiter = RateLimiter(requests: 10, per: .seconds(10), burst: 4)
        var now = Duration.zero
        var allowed: [Duration] = []
        for _ in 0..<3000 {
            now += .milliseconds(Int.random(in: 0...900, using: &generator))
            if case .allowed = limiter.take("a", at: now) { allowed.append(now) }
        }
        for (first, start) in allowed.enumerated() {
            let window = allowed[first...].prefix { $0 - start < .seconds(20) }
            #expect(window.count <= 4 + 20)
        }
        #expect(allowed.count > 500)
    }

    @Test func `the table stays bounded and a busy key stays limited`() {
        var limiter = RateLimiter(requests: 1, per: .seconds(3600), burst: 1, keysMax: 100)
        _ = limiter.take("busy", at: .zero)
        for number in 0..<10_000 {
            _ = limiter.take("flood-\(number)", at: .zero)
            #expect(limiter.keyCount <= 100)
            if number % 20 == 0 {
                let decision = limiter.take("busy", at: .zero)
                #expect(decision == .refused(retryAfter: 3600))
            }
        }
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("::1", "0:0:0:0::/64"), ("unix", "unix"),
    ])
    func `an address is limited by its network`(address: String, key: String) {
        #expect(RateLimiter.key(ofAddress: address) == key)
    }

    @Test func `text that is no address is cut`() {
        #expect(RateLimiter.key(ofAddress: String(repeating: "x", count: 900)).utf8.count == 64)
    }
}
