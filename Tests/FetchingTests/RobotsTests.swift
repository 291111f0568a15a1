import Fetching
import Testing

/// robots.txt by RFC 9309 and the details crawlers meet.
@Suite struct Robots {
    private func rules(_ text: String) -> RobotsRules {
        RobotsRules(Array(text.utf8), for: "Semblance")
    }

    @Test func `no rules allow everything`() {
        #expect(rules("").allows("/anything"))
        #expect(RobotsRules.everything.allows("/a"))
        #expect(!RobotsRules.nothing.allows("/a"))
        #expect(RobotsRules.nothing.allows("/robots.txt"))
    }

    @Test func `groups of one agent merge, whatever the case`() {
        let rules = rules(
            """
            User-Agent: SEMBLANCE
            Disallow: /a
            User-agent: other
            Disallow: /
            user-agent: semblance/2.0
            disallow: /b
            """
        )
        #expect(!rules.allows("/a1"))
        #expect(!rules.allows("/b"))
        #expect(rules.allows("/c"))
    }

    @Test func `an own group shuts out the one for everybody`() {
        let rules = rules("User-agent: *\nDisallow: /\n\nUser-agent: Semblance\nDisallow: /x\n")
        #expect(rules.allows("/y"))
        #expect(!rules.allows("/x"))
    }

    @Test func `several agents share a group`() {
        let rules = rules("User-agent: a\nUser-agent: Semblance\nDisallow: /p\n")
        #expect(!rules.allows("/p"))
    }

    @Test func `the longest match wins, and Allow on a tie`() {
        let rules = rules(
            "User-agent: *\nDisallow: /w/\nAllow: /w/api\nDisallow: /t\nAllow: /t\n"
        )
        #expect(!rules.allows("/w/index.php"))
        #expect(rules.allows("/w/api.php"))
        #expect(rules.allows("/t"))
        #expect(rules.rule(for: "/w/index.php") == "Disallow: /w/")
    }

    @Test func `stars and the dollar match as the RFC says`() {
        let rules = rules("User-agent: *\nDisallow: /*.gif$\nDisallow: /a*b*c\n")
        #expect(!rules.allows("/x/y.gif"))
        #expect(rules.allows("/x/y.gif?z"))
        #expect(!rules.allows("/a--b--c--"))
        #expect(rules.allows("/a--c--b"))
    }

    @Test func `percent-encoding has one spelling`() {
        let rules = rules("User-agent: *\nDisallow: /%7Ejoe/ä\n")
        #expect(!rules.allows("/~joe/%C3%A4"))
        #expect(!rules.allows("/~joe/%c3%a4x"))
    }

    @Test func `an empty Disallow, comments, byte-order marks and other ends of lines are read`() {
        let rules = rules("\u{FEFF}User-agent: * # all\r\rDisallow:\rDisallow: /q # not this\r\n")
        #expect(rules.allows("/"))
        #expect(!rules.allows("/q"))
    }

    @Test func `crawl-delay is read, nonsense is not`() {
        #expect(rules("User-agent: *\nCrawl-delay: 2.5\n").crawlDelay == 2.5)
        #expect(rules("User-agent: *\nCrawl-delay: soon\n").crawlDelay == nil)
    }

    @Test func `what lies beyond the limit does not count, nor a line that is cut there`() {
        let filling = String(repeating: "# filling\n", count: RobotsRules.bytesRead / 10 - 2)
        let text = "User-agent: *\nDisallow: /early\n" + filling + "Disallow: /late\n"
        #expect(text.utf8.count > RobotsRules.bytesRead)
        let rules = rules(text + "Disallow: /\n")
        #expect(!rules.allows("/early"))
        #expect(rules.allows("/late/x"))
    }

    @Test func `a pattern of many stars takes no long time`() {
        let pattern = "/" + String(repeating: "*a", count: 400) + "$"
        let rules = rules("User-agent: *\nDisallow: \(pattern)\n")
        #expect(rules.allows("/" + String(repeating: "a", count: 399) + "b"))
    }

    @Test func `X-Robots-Tag speaks to everybody or to one`() {
        #expect(RobotsTag(["noimageindex, noai"], for: "Semblance").refusal == "noimageindex")
        #expect(RobotsTag(["otherbot: noai"], for: "Semblance").refusal == nil)
        #expect(RobotsTag(["semblance: noai"], for: "Semblance").refusal == "noai")
        #expect(RobotsTag(["max-image-preview: large"], for: "Semblance").refusal == nil)
    }
}
