/// Where an installation may take files from, and what its user agreed to.
public struct InstallOptions: Sendable {
    /// Folder with model files, at any depth and under the names they were published with (for a
    /// converted file, the name of what it is made from), or with the Python packages that hold
    /// them; `nil` for none.
    public var mirror: String?

    /// Downloads from publishers' addresses; `nil` when this program cannot.
    public var fetch: PackFetch?

    /// Whether `python3 -m pip` may be asked for packages.
    public var allowsPip: Bool

    /// Whether the user accepted the terms of weights that are not free for every use.
    public var acceptsLicence: Bool

    /// Name or path of the Python interpreter whose pip is asked.
    public var python: String

    /// Most seconds one package may take to download.
    public var pipSeconds: Int

    /// Most bytes one download may have.
    public var byteLimit: Int

    /// Describes an installation; nothing is allowed but what is named.
    public init(
        mirror: String? = nil,
        fetch: PackFetch? = nil,
        allowsPip: Bool = true,
        acceptsLicence: Bool = false,
        python: String = "python3",
        pipSeconds: Int = 900,
        byteLimit: Int = 1 << 30
    ) {
        self.mirror = mirror
        self.fetch = fetch
        self.allowsPip = allowsPip
        self.acceptsLicence = acceptsLicence
        self.python = python
        self.pipSeconds = pipSeconds
        self.byteLimit = byteLimit
    }
}

/// What an installation is doing.
public enum InstallProgress: Sendable, Hashable {
    /// A file is copied from a folder of this machine.
    case copying(file: String, bytes: Int, of: Int?)
    /// A file is downloaded from its publisher.
    case downloading(address: String, bytes: Int, of: Int?)
    /// pip downloads a package; bytes so far.
    case package(name: String, bytes: Int)
    /// A downloaded file is turned into what the engine runs.
    case converting(file: String)
    /// An optional file that no source has is left out.
    case skipped(file: String, reason: String)
    /// The pack is there.
    case installed(folder: String)
}

/// Hears about an installation; called on the installing task.
public typealias InstallListener = @Sendable (InstallProgress) -> Void
