import Fetching
import Foundation
import Testing

/// The line in front of a host, in virtual time.
@Suite struct HostLines {
    private let limits = HostLimits(
        concurrent: 2,
        spacing: .milliseconds(100),
        backoff: .seconds(1),
        backoffMax: .seconds(8),
        failuresMax: 3,
        rest: .seconds(300),
        waitMax: .seconds(60)
    )

    @Test func `requests under way are bounded, and their starts spaced`() {
        var line = HostLine(limits: limits)
        #expect(line.ask(at: .zero) == .now)
        #expect(line.ask(at: .zero) == .at(.milliseconds(100)))
        #expect(line.ask(at: .milliseconds(100)) == .now)
        #expect(line.ask(at: .seconds(9)) == .whenFree)
        line.finish(.fine, at: .seconds(9), jitter: 0)
        #expect(line.ask(at: .seconds(9)) == .now)
    }

    @Test func `failures back off by doubling, with jitter, and a success ends it`() {
        var line = HostLine(limits: limits)
        #expect(line.ask(at: .zero) == .now)
        line.finish(.trouble(pause: nil), at: .zero, jitter: 1)
        #expect(line.ask(at: .zero) == .at(.seconds(1)))
        #expect(line.ask(at: .seconds(1)) == .now)
        line.finish(.trouble(pause: nil), at: .seconds(1), jitter: 0)
        #expect(line.ask(at: .seconds(1)) == .at(.seconds(2)))
        #expect(line.ask(at: .seconds(2)) == .now)
        line.finish(.fine, at: .seconds(2), jitter: 0)
        #expect(line.ask(at: .milliseconds(2100)) == .now)
        #expect(line.ask(at: .milliseconds(2200)) == .now)
    }

    @Test func `a pause the host asks for is obeyed, and refused when it is too long`() {
        var line = HostLine(limits: limits)
        _ = line.ask(at: .zero)
        line.finish(.trouble(pause: .seconds(30)), at: .zero, jitter: 0)
        #expect(line.ask(at: .seconds(1)) == .at(.seconds(30)))
        line.pause(.seconds(3600), at: .seconds(1))
        #expect(line.ask(at: .seconds(2)) == .refused(until: .seconds(3601)))
    }

    @Test func `an endless pause ends after a day`() {
        let endless = Duration(secondsComponent: .max, attosecondsComponent: 0)
        var line = HostLine(limits: limits)
        line.pause(endless, at: .seconds(5))
        #expect(line.ask(at: .seconds(5)) == .refused(until: .seconds(86_405)))
        #expect(line.ask(at: .seconds(86_405)) == .now)
        line.finish(.trouble(pause: endless), at: .seconds(86_405), jitter: 0)
        #expect(line.ask(at: .seconds(172_805)) == .now)
    }

    @Test func `a host that goes on failing is left alone, then tried one at a time`() {
        var line = HostLine(limits: limits)
        var now: Duration = .zero
        for _ in 0..<3 {
            while case .at(let time) = line.ask(at: now) { now = time }
            line.finish(.trouble(pause: nil), at: now, jitter: 1)
        }
        #expect(line.ask(at: now) == .refused(until: now + .seconds(300)))
        now += .seconds(300)
        #expect(line.ask(at: now) == .now)
        #expect(line.ask(at: now + .seconds(1)) == .whenFree)
        line.finish(.trouble(pause: nil), at: now, jitter: 1)
        #expect(line.ask(at: now) == .refused(until: now + .seconds(600)))
        now += .seconds(600)
        #expect(line.ask(at: now) == .now)
        line.finish(.fine, at: now, jitter: 0)
        #expect(line.ask(at: now + .seconds(1)) == .now)
        #expect(line.ask(at: now + .seconds(2)) == .now)
    }

    @Test func `a request that is refused for itself says nothing of the host`() {
        var line = HostLine(limits: limits)
        for step in 0..<10 {
            let now = Duration.seconds(step)
            #expect(line.ask(at: now) == .now)
            line.finish(.neutral, at: now, jitter: 0)
        }
        #expect(line.isIdle(at: .seconds(20)))
    }

    @Test func `random walks never exceed the width, and always end idle`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var line = HostLine(limits: limits)
            var now: Duration = .zero
            var underWay = 0
            for _ in 0..<200 {
                now += .milliseconds(Int.random(in: 0...400, using: &random))
                if Bool.random(using: &random), underWay > 0 {
                    let outcomes: [HostLine.Outcome] = [.fine, .neutral, .trouble(pause: nil)]
                    let outcome = outcomes.randomElement(using: &random) ?? .fine
                    line.finish(outcome, at: now, jitter: .random(in: 0...1, using: &random))
                    underWay -= 1
                } else {
                    switch line.ask(at: now) {
                    case .now: underWay += 1
                    case .at(let time), .refused(let time): #expect(time > now)
                    case .whenFree: #expect(underWay > 0)
                    }
                }
                #expect(underWay <= limits.concurrent)
            }
            for _ in 0..<underWay { line.finish(.fine, at: now, jitter: 0) }
            let end = now + .seconds(7200)
            #expect(line.ask(at: end) == .now)
            line.finish(.fine, at: end, jitter: 0)
            #expect(line.isIdle(at: end + .seconds(1)))
        }
    }

    @Test func `Retry-After is seconds or a date in any of its three forms`() throws {
        let now = Date(timeIntervalSince1970: 784_111_777)
        #expect(RetryAfter.seconds("120", now: now) == 120)
        #expect(RetryAfter.seconds(" 0 ", now: now) == 0)
        #expect(RetryAfter.seconds("-5", now: now) == 0)
        #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:47 GMT", now: now) == 10)
        #expect(RetryAfter.seconds("Sunday, 06-Nov-94 08:49:47 GMT", now: now) == 10)
        #expect(RetryAfter.seconds("Sun Nov  6 08:49:47 1994", now: now) == 10)
        #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:00:00 GMT", now: now) == 0)
        #expect(RetryAfter.seconds("1e300", now: now) == RetryAfter.secondsMax)
        #expect(RetryAfter.seconds("90000", now: now) == 86_400)
        #expect(RetryAfter.seconds("Fri, 31 Dec 9999 23:59:59 GMT", now: now) == 86_400)
        #expect(RetryAfter.seconds("soon", now: now) == nil)
        #expect(RetryAfter.seconds(nil, now: now) == nil)
    }
}
