/// A strict reader of Prometheus' text format 0.0.4, after the rules of its documentation.
struct StrictExposition {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    struct Sample: Equatable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Family {
        let name: String
        let help: String
        let kind: String
        var samples: [Sample] = []
    }

    private(set) var families: [Family] = []

    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else {
            throw Fault(description: "the last line has no end")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        lines.removeLast()
        while let first = lines.popFirst() {
            guard let second = lines.popFirst() else {
                throw Fault(description: "HELP without TYPE")
            }
            var family = try Self.head(first, second)
            while let line = lines.first, !line.hasPrefix("#") {
                family.samples.append(try Self.sample(line))
                lines.removeFirst()
            }
            guard !families.contains(where: { $0.name == family.name }) else {
                throw Fault(description: "\(family.name) comes twice")
            }
            try Self.check(family)
            families.append(family)
        }
    }

    func samples(of name: String) -> [Sample] {
        families.flatMap(\.samples).filter { $0.name == name }
    }

    private static func head(_ help: Substring, _ type: Substring) throws -> Family {
        let helpForm = /(?s)# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)/
        let typeForm = /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/
        guard let helped = help.wholeMatch(of: helpForm),
            let typed = type.wholeMatch(of: typeForm), helped.1 == typed.1
        else { throw Fault(description: "no head: \(help) / \(type)") }
        let text = try unescaped(helped.2, quotes: false)
        return Family(name: String(typed.1), help: text, kind: String(typed.2))
    }

    private static func sample(_ line: Substring) throws -> Sample {
        let form = /(?s)([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/
        guard let match = line.wholeMatch(of: form) else {
            throw Fault(description: "no sample: \(line)")
        }
        var labels: [String: String] = [:]
        var rest = match.2 ?? ""
        while !rest.isEmpty {
            let pair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"(,|$)/
            guard let found = rest.prefixMatch(of: pair) else {
                throw Fault(description: "no labels: \(rest)")
            }
            guard labels[String(found.1)] == nil else {
                throw Fault(description: "a label comes twice: \(line)")
            }
            labels[String(found.1)] = try unescaped(found.2, quotes: true)
            rest = rest[found.range.upperBound...]
        }
        return Sample(name: String(match.1), labels: labels, value: try number(match.3))
    }

    private static func number(_ text: Substring) throws -> Double {
        switch text {
        case "+Inf": return .infinity
        case "-Inf": return -.infinity
        case "NaN": return .nan
        default:
            let form = /-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/
            guard text.wholeMatch(of: form) != nil, let value = Double(text) else {
                throw Fault(description: "no number: \(text)")
            }
            return value
        }
    }

    private static func unescaped(_ text: Substring, quotes: Bool) throws -> String {
        var result = ""
        var rest = text
        while let character = rest.popFirst() {
            guard character == "\\" else {
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": result.append("\\")
            case "n": result.append("\n")
            case "\"" where quotes: result.append("\"")
            default: throw Fault(description: "an unknown escape in \(text)")
            }
        }
        return result
    }

    private static func check(_ family: Family) throws {
        guard family.kind == "histogram" else {
            guard family.samples.allSatisfy({ $0.name == family.name }) else {
                throw Fault(description: "a sample of another name in \(family.name)")
            }
            let keys = Set(family.samples.map(\.labels))
            guard keys.count == family.samples.count else {
                throw Fault(description: "a series of \(family.name) comes twice")
            }
            return
        }
        let groups = Dictionary(grouping: family.samples) { sample in
            sample.labels.filter { $0.key != "le" }
        }
        for (labels, samples) in groups { try checkRanges(samples, family.name, labels) }
    }

    private static func checkRanges(
        _ samples: [Sample],
        _ name: String,
        _ labels: [String: String]
    ) throws {
        let buckets = samples.filter { $0.name == name + "_bucket" }
        let bounds = try buckets.map { try number(Substring($0.labels["le"] ?? "")) }
        let sums = samples.filter { $0.name == name + "_sum" && $0.labels == labels }
        let counts = samples.filter { $0.name == name + "_count" && $0.labels == labels }
        guard sums.count == 1, counts.count == 1, samples.count == buckets.count + 2 else {
            throw Fault(description: "\(name) needs one sum and one count")
        }
        guard bounds == bounds.sorted(), Set(bounds).count == bounds.count,
            bounds.last == .infinity
        else { throw Fault(description: "\(name) has bounds \(bounds)") }
        let values = buckets.map(\.value)
        guard values == values.sorted(), values.last == counts[0].value else {
            throw Fault(description: "\(name) does not add up: \(values)")
        }
    }
}
