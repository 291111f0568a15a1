/// Why a file could not be had through pip.
enum PipError: Error, Equatable {
    case noPython(String)
    case noPip
    case noNetwork(String)
    case wrongHash(String)
    case timedOut(String, seconds: Int)
    case failed(String, String)
    case folder(String)
    case cancelled

    /// Sorts out what pip wrote last.
    init(saying words: String, _ what: String) {
        if words.contains("No module named pip") {
            self = .noPip
        } else if words.contains("DO NOT MATCH THE HASHES") || words.contains("Expected sha256") {
            self = .wrongHash(what)
        } else if words.contains("No matching distribution") || words.contains("Max retries")
            || words.contains("ConnectionError") || words.contains("name resolution")
        {
            self = .noNetwork(what)
        } else {
            self = .failed(what, words.isEmpty ? "without a word" : words)
        }
    }
}

extension PipError: CustomStringConvertible {
    /// What happened and what to do.
    var description: String {
        switch self {
        case .noPython(let name):
            "\(name) is not on this machine; install it with: apt-get install python3 python3-pip"
        case .noPip:
            "Python has no pip; install it with: apt-get install python3-pip"
        case .noNetwork(let package):
            "pip cannot reach its package index, or the index has no \(package); check the "
                + "network and pip's settings"
        case .wrongHash(let package):
            "the archive pip got for \(package) is not the pinned one (SHA-256 differs)"
        case .timedOut(let what, let seconds):
            "\(what) took longer than \(seconds) seconds"
        case .failed(let what, let words):
            "\(what): \(words)"
        case .folder(let reason):
            reason
        case .cancelled:
            "cancelled"
        }
    }
}
