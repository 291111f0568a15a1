/// Gets files out of Python packages with the machine's own pip and Python.
///
/// The archive is pinned by its hash and pip checks that before it looks inside, so no code of an
/// unexpected archive runs. Only the wanted files leave it. Unpacking uses Python's own `tarfile`
/// and `zipfile`.
struct PipFetcher {
    /// A package as a manifest names it.
    struct Package: Hashable {
        let requirement: String
        let sha256: String
        let isSourceArchive: Bool

        /// Name without version.
        var name: String {
            String(requirement.prefix { $0 != "=" })
        }
    }

    static let unpackSeconds = 120

    let python: String
    let seconds: Int

    /// Downloads a package into an empty folder and answers the archive's path.
    func download(
        _ package: Package,
        into folder: String,
        progress: (Int) -> Void
    ) async throws(PipError) -> String {
        let temporary = folder + "/tmp"
        do {
            try PackFolder.make(temporary)
            let line = "\(package.requirement) --hash=sha256:\(package.sha256)\n"
            try PackFolder.write(Array(line.utf8), to: folder + "/wanted.txt")
        } catch {
            throw .folder("\(error)")
        }
        let kind =
            package.isSourceArchive
            ? "--no-binary=\(package.name)" : "--only-binary=:all:"
        let outcome = await ChildProcess.run(
            python,
            [
                "-m", "pip", "download", "--no-deps", "--no-input", "--progress-bar=off",
                "--disable-pip-version-check", kind, "--require-hashes", "--dest",
                folder + "/got", "-r", folder + "/wanted.txt",
            ],
            in: folder,
            environment: ["TMPDIR": temporary],
            seconds: seconds,
            tick: { progress(Self.largestFile(below: folder)) }
        )
        try check(outcome, package.requirement, folder)
        let got = PackFolder.names(in: folder + "/got")
        guard got.count == 1, let archive = got.first else {
            throw .failed(package.requirement, "it left \(got.count) files, expected 1")
        }
        return folder + "/got/" + archive
    }

    /// Copies one member of a `.zip`, `.whl` or `.tar.*` archive to `destination`.
    func unpack(
        _ member: String,
        of archive: String,
        to destination: String,
        limit: Int,
        in folder: String
    ) async throws(PipError) {
        let outcome = await ChildProcess.run(
            python,
            ["-I", "-c", Self.unpacker, archive, member, destination, String(limit)],
            in: folder,
            seconds: Self.unpackSeconds
        )
        try check(outcome, member, folder)
    }

    /// Copies in pieces, so a member that claims to be small cannot fill the disk.
    private static let unpacker = """
        import sys, tarfile, zipfile
        archive, member, destination, limit = sys.argv[1:4] + [int(sys.argv[4])]
        if zipfile.is_zipfile(archive):
            source = zipfile.ZipFile(archive).open(member)
        else:
            source = tarfile.open(archive).extractfile(member)
        if source is None:
            sys.exit("the member is not a file")
        with open(destination, "wb") as out:
            while piece := source.read(1 << 20):
                limit -= len(piece)
                if limit < 0:
                    sys.exit("the member is larger than the manifest says")
                out.write(piece)
        """

    private func check(
        _ outcome: ChildProcess.Outcome,
        _ what: String,
        _ folder: String
    ) throws(PipError) {
        switch outcome {
        case .finished(status: 0): return
        case .finished: throw PipError(saying: ChildProcess.lastWords(in: folder), what)
        case .timedOut: throw .timedOut(what, seconds: seconds)
        case .cancelled: throw .cancelled
        case .notFound: throw .noPython(python)
        case .notStarted(let reason): throw .failed(what, reason)
        }
    }

    /// Bytes of the largest file below a folder of our own, which pip uses for its temporary files
    /// too: the archive, however often pip has copied it.
    private static func largestFile(below folder: String) -> Int {
        var largest = 0
        var open = [folder]
        while let next = open.popLast() {
            for name in PackFolder.names(in: next) {
                let path = next + "/" + name
                if let size = PackFolder.size(path) {
                    largest = max(largest, size)
                } else if PackFolder.isFolder(path) {
                    open.append(path)
                }
            }
        }
        return largest
    }
}
