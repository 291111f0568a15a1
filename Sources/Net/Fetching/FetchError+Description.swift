import FaceTypes

extension FetchError: CustomStringConvertible {
    /// What was expected and found, and what to do.
    public var description: String {
        switch self {
        case .contactMissing(let found):
            "Nothing is fetched without a contact (found '\(found)'): set SEMBLANCE_CONTACT or "
                + "'contact' in settings.json to an e-mail address or a web page that says how to "
                + "reach you. Public services ask for it and block clients without one."
        case .badAddress(let address, let reason): "'\(address)' can't be fetched: \(reason)."
        case .refusedPort(let address, let port):
            "\(address): port \(port) is not allowed; only 80 and 443 are."
        case .refusedNetwork(let host, let address, let kind):
            "\(host) has the address \(address), which is \(kind.words): refused, so that no outside "
                + "name can reach inside this network."
        case .unresolvable(let host, let reason):
            "\(host) has no address (\(reason)): check the name and the network."
        case .downgrade(let from, let to):
            "\(from) redirects to \(to), which is not encrypted: refused."
        case .tooManyRedirects(let address, let limit):
            "\(address) redirects more than \(limit) times."
        case .robots(let address, let rule): "\(address): the host asks robots not to (\(rule))."
        case .robotsUnreachable(let address, let seconds, let reason):
            "\(address): the host's robots.txt could not be read (\(reason)), so nothing of it is "
                + "fetched for another \(seconds.rounded()) seconds."
        case .status(let address, let code, _, let excerpt, _):
            "\(address): HTTP status \(code)" + (excerpt.isEmpty ? "." : ": \(excerpt)")
        case .tooLarge(let address, let limit): "\(address) has more than \(limit) bytes."
        default: otherDescription
        }
    }

    private var otherDescription: String {
        switch self {
        case .timedOut(let address, let seconds):
            "\(address): no whole answer within \(seconds) seconds."
        case .tooSlow(let address, let rate): "\(address): slower than \(rate) bytes a second."
        case .truncated(let address, let expected, let found):
            "\(address) broke off after \(found) bytes"
                + (expected.map { " of \($0)." } ?? ".")
        case .wrongContent(let address, let expected, let found):
            "\(address): wanted \(expected), found \(found.rawValue)."
        case .undecodable(let address, let reason): "\(address): \(reason)."
        case .wrongHash(let address, let expected, let found):
            "\(address): the SHA-256 is \(found), expected \(expected)."
        case .hostResting(let host, let seconds):
            "\(host) is left alone for another \(seconds.rounded()) seconds after failures or at "
                + "its own request: run the same command later, it goes on where it stopped."
        case .connection(let address, let reason): "\(address): \(reason)."
        case .file(let path, let reason): "\(path): \(reason.asSentence)"
        case .libraryMissing(let words): words
        default: "Stopped."
        }
    }
}
