import Calibration

/// Every sentence that explains a figure of an answer, in one place.
enum AnswerWording {
    static func sentence(for score: LikenessScore) -> String {
        switch score {
        case .measured(let percent, let word):
            let claim = "Closer than the best look-alike that \(percent) of 100 people find here."
            guard let word else { return claim }
            return "\(title(word)) likeness. " + claim
        case .withheld(let reason):
            return sentence(for: reason)
        }
    }

    static func sentence(for reason: WithheldScore) -> String {
        switch reason {
        case .tooFewPeople(let found, let needed):
            "No score: this gallery has \(people(found)), and \(number(needed)) are needed to say "
                + "what is close."
        case .filterTooNarrow(let found, let needed):
            "No score: the filter leaves \(people(found)), and \(number(needed)) are needed to say "
                + "what is close."
        case .notCalibrated:
            "No score: this gallery has not been calibrated."
        }
    }

    static func sentence(for rate: PairRate, among people: Int) -> String {
        let how =
            switch rate.bound {
            case .exact: "About 1 in \(number(rate.oneIn)) stranger pairs is this close"
            case .atMost: "Fewer than 1 in \(number(rate.oneIn)) stranger pairs are this close"
            case .atLeast: "More than 1 in \(number(rate.oneIn)) stranger pairs are this close"
            }
        let expected = rate.expected(among: people)
        // Of a bound from below that is less than one person there is nothing to say.
        guard people > 1, expected >= 1 || rate.bound != .atLeast else { return how + "." }
        let chance = expectation(expected, bound: rate.bound)
        return how + "; \(chance) of \(number(people)) would be this close by chance."
    }

    static func sentence(for threshold: SamePersonThreshold) -> String {
        let from = "From a similarity of \(hundredths(threshold.similarity)) on"
        let share = percent(threshold.strangersWithHit)
        return switch threshold.basis {
        case .bestHits:
            from + ", at most \(share) of strangers would get any hit here."
        case .greatestBestHit:
            from
                + ", none of the \(number(threshold.sampled)) people asked would get a false hit here."
        case .packFloor:
            from + ", 1 in 10,000 stranger pairs would be taken for the same person; fewer than "
                + "\(share) of strangers get any hit here."
        case .packCurve:
            from
                + ", at most \(share) of strangers should get any hit here, by the model's own rates."
        }
    }

    static func agreement(_ agreeing: Int, of all: Int) -> String {
        all == 1
            ? (agreeing == 1 ? "The only photo agrees." : "The only photo does not reach the mark.")
            : "\(number(agreeing)) of \(number(all)) photos agree."
    }

    static func stability(kept: Double, of top: Int, photos: Int, odd: [Int]) -> String {
        let what =
            top == 1
            ? "the first answer stays in \(percent(kept)) of the cases."
            : "\(percent(kept)) of the first \(number(top)) answers stay."
        let share = "With any one of the \(photos) photos left out, " + what
        guard !odd.isEmpty else { return share }
        let names = odd.map { String($0 + 1) }.joined(separator: ", ")
        return share + " Photo \(names) may show somebody else."
    }

    static func comparison(same: Bool, similarity: Float, threshold: Float) -> String {
        let values = "similarity \(hundredths(similarity)), threshold \(hundredths(threshold))"
        return same
            ? "Probably the same person: \(values); 1 in 10,000 stranger pairs gets this far."
            : "Probably not the same person: \(values)."
    }

    static func nobody(filtered: Bool) -> String {
        filtered ? "Nobody in this gallery passes the filter." : "This gallery is empty."
    }

    // MARK: Numbers

    /// Decimal digits in groups of three.
    static func number(_ value: Int) -> String {
        var text = ""
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + String(text.reversed())
    }

    /// Two decimals.
    static func hundredths(_ value: Float) -> String {
        let scaled = Int((Double(value) * 100).rounded())
        let size = scaled.magnitude
        let fraction = size % 100 < 10 ? "0\(size % 100)" : "\(size % 100)"
        return "\(scaled < 0 ? "-" : "")\(size / 100).\(fraction)"
    }

    /// A share as a percentage, one decimal where it has one.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    private static func people(_ count: Int) -> String {
        count == 1 ? "1 person" : "\(number(count)) people"
    }

    private static func title(_ word: LikenessWord) -> String {
        word.rawValue.prefix(1).uppercased() + word.rawValue.dropFirst()
    }

    private static func expectation(_ value: Double, bound: PairRate.Bound) -> String {
        if value < 1 { return "fewer than 1" }
        let rounded = number(PairRate.twoDigits(value))
        return switch bound {
        case .exact: "about \(rounded)"
        case .atMost: "fewer than \(rounded)"
        case .atLeast: "more than \(rounded)"
        }
    }
}
