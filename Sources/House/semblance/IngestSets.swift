import ArgumentParser
import Assembly
import Foundation
import Gallery
import Ingest

/// The command `semblance ingest tar FILE`.
struct IngestTar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tar",
        abstract: "Enrols the pictures of a tar archive: folders of people, or WebDataset samples.",
        discussion: """
            The archive is read in place, uncompressed. In a WebDataset sample 0001.json says whom \
            0001.jpg shows, with the keys of a manifest's line.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The archive.")
    var path: String

    @Option(name: .long, help: "What names a person: automatic, folder or file.")
    var by = "folder"

    @Flag(name: .long, help: "Nobody has a name: every face is an entry of its own.")
    var unlabelled = false

    func validate() throws { try options.refuseQueue(of: "a tar archive") }

    func run() async throws {
        guard let naming = FolderSource.Naming(rawValue: unlabelled ? "unlabelled" : by) else {
            throw ValidationError("--by wants automatic, folder or file.")
        }
        let source = try TarSource(path: path, naming: naming, since: try options.sinceDate())
        try await IngestSession(global, options, quality)
            .run(source, kind: "tar", labelled: naming != .unlabelled)
    }
}

/// The command `semblance ingest celeba DIR`.
struct IngestCelebA: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "celeba",
        abstract: "Enrols the CelebA data set: identity_CelebA.txt and the pictures.",
        discussion: "CelebA's agreement allows non-commercial research only."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The folder that holds the lists.")
    var path: String

    func validate() throws { try options.refuseSince(of: "CelebA") }

    func run() async throws {
        let source = try CelebASource(path: path)
        try await IngestSession(global, options, quality)
            .run(source, kind: "celeba", labelled: true)
    }
}

/// The command `semblance ingest imagefolder DIR`.
struct IngestImageFolder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imagefolder",
        abstract:
            "Enrols a data set in the ImageFolder layout: classes as folders, or metadata files."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The data set's folder.")
    var path: String

    func run() async throws {
        let source = try ImageFolderSource(path: path, since: try options.sinceDate())
        try await IngestSession(global, options, quality)
            .run(source, kind: "imagefolder", labelled: true)
    }
}

/// The command `semblance ingest parquet PATH`.
struct IngestParquet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parquet",
        abstract: "Enrols an image set of Parquet files, as Hugging Face lays them out.",
        discussion: """
            A file, or a folder whose .parquet files, of all splits, are one set. Pictures are in a \
            column such as image {bytes, path}; whom they show is in a column such as person, name, \
            identity or label, as text or as a class the file names. Columns named as the keys of a \
            manifest (gender, birth_year, licence, source, …) mean the same as there.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The file or folder.")
    var path: String

    @Option(name: .long, help: "The column of the pictures.")
    var image: String?

    @Option(name: .long, help: "The column that says whom they show.")
    var label: String?

    @Flag(name: .long, help: "Nobody has a name: every face is an entry of its own.")
    var unlabelled = false

    func validate() throws {
        try options.refuseSince(of: "an image set of Parquet files")
        try options.refuseQueue(of: "an image set of Parquet files")
    }

    func run() async throws {
        let source = try ParquetSource(
            path: path,
            image: image,
            label: label,
            labelled: !unlabelled
        )
        try await IngestSession(global, options, quality)
            .run(source, kind: "parquet", labelled: !unlabelled)
    }
}
