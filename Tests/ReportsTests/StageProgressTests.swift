import Reports
import Testing

@Suite struct `Progress in stages` {
    private func progress(
        finished: Int = 120,
        total: Int? = 400,
        rate: Double = 31
    ) -> StageProgress {
        StageProgress(
            noun: "Photos",
            stages: [
                StageProgress.Stage(name: "fetch", done: 200, rate: 40),
                StageProgress.Stage(name: "embed", done: 130, rate: 2.25),
            ],
            finished: finished,
            total: total,
            rate: rate,
            note: "3 refused"
        )
    }

    @Test func `says in one line how much is done, how fast, and how long it will take`() {
        #expect(
            progress().line == "Photos 120 of 400 · 31 a second · 9 s left · 3 refused"
        )
        #expect(progress(total: nil).line == "Photos 120 · 31 a second · 3 refused")
        #expect(progress(rate: 0).line == "Photos 120 of 400 · 0.0 a second · 3 refused")
        #expect(progress(finished: 400).secondsLeft == nil)
    }

    @Test func `draws a bar a stage, as far as the stage has come`() {
        let bars = progress().bars(width: 61)
        #expect(
            bars == [
                "fetch ██████████··········       200 40 a second",
                "embed ██████▌·············       130 2.2 a second",
                "Photos 120 of 400 · 31 a second · 9 s left · 3 refused",
            ]
        )
    }

    @Test func `draws no bar where the whole is not known or there is no room`() {
        #expect(progress(total: nil).bars(width: 80).first == "fetch       200 40 a second")
        #expect(progress().bars(width: 45).first == "fetch       200 40 a second")
    }

    @Test(arguments: [0, 1, 20, 48, 49, 60, 80, 200])
    func `no line is wider than the terminal`(_ width: Int) {
        for line in progress(finished: 1 << 40, total: 1 << 41).bars(width: width) {
            #expect(line.count <= width)
        }
    }

    @Test func `more than the whole is a full bar`() {
        var over = progress(total: 100)
        over.stages[0].rate = .infinity
        let bar = over.bars(width: 61)[0]
        #expect(bar.hasPrefix("fetch ████████████████████ "))
    }

    @Test func `a line is due at each tenth, and of an unknown whole at each thousand`() {
        #expect(progress(finished: 40).isWorthALine(after: nil))
        #expect(!progress(finished: 39).isWorthALine(after: nil))
        #expect(!progress(finished: 79).isWorthALine(after: progress(finished: 40)))
        #expect(progress(finished: 80).isWorthALine(after: progress(finished: 40)))
        #expect(!progress(finished: 999, total: nil).isWorthALine(after: nil))
        let thousand = progress(finished: 1_000, total: nil)
        #expect(thousand.isWorthALine(after: progress(finished: 999, total: nil)))
    }

    @Test func `durations are in words`() {
        #expect(StageProgress.text(ofSeconds: 42.4) == "42 s")
        #expect(StageProgress.text(ofSeconds: 200) == "3 min 20 s")
        #expect(StageProgress.text(ofSeconds: 7_500) == "2 h 5 min")
        #expect(StageProgress.text(ofSeconds: .infinity).hasSuffix(" min"))
    }
}

@Suite struct `A meter of stages` {
    @Test func `tells rates of the last seconds, not of the whole run`() {
        var meter = StageMeter(noun: "Photos", stages: ["fetch"])
        var last: StageProgress?
        // A hundred idle seconds, then ten photos a second.
        for second in 0...200 {
            let done = max(0, second - 100) * 10
            last = meter.progress(
                finished: done,
                done: ["fetch": done, "unknown": 9],
                total: 2_000,
                at: Double(second)
            )
        }
        #expect(last?.rate == 10)
        #expect(last?.stages == [StageProgress.Stage(name: "fetch", done: 1_000, rate: 10)])
        #expect(last?.secondsLeft == 100)
    }

    @Test func `counts that come close together are no reason for wild rates`() {
        var meter = StageMeter(noun: "Photos", stages: [])
        for step in 0...1_000 {
            let now = meter.progress(
                finished: step,
                done: [:],
                total: nil,
                at: Double(step) / 1_000
            )
            if step > 0 { #expect(abs(now.rate - 1_000) < 1) }
        }
    }
}
