public import FaceTypes

/// What a contact sheet or an HTML page shows: answers with their pictures, ready to be laid out.
///
/// Holds the probe's crop in memory only; whoever writes a report to disk was asked to.
public struct LookAlikeReport: Sendable {
    /// One match.
    public struct Entry: Sendable {
        /// The person's face, square; `nil` when the gallery keeps no pictures.
        public var picture: PixelImage?
        /// The person's name.
        public var name: String
        /// The score's word, such as "striking"; `nil` when there is none.
        public var word: String?
        /// The score in one line, such as "closer than 93 of 100 people's best look-alike here".
        public var score: String
        /// The same in two or three words, such as "closer than 93 of 100".
        public var brief: String
        /// Raw numbers for those who want them, such as "cosine 0.612 · 4 of 6 photos agree".
        public var detail: String
        /// Author, licence and source of the picture.
        public var credit: String?
        /// Address of the source, when it is one.
        public var link: String?

        /// Makes an entry.
        public init(
            picture: PixelImage?,
            name: String,
            word: String?,
            score: String,
            brief: String,
            detail: String,
            credit: String?,
            link: String? = nil
        ) {
            self.picture = picture
            self.name = name
            self.word = word
            self.score = score
            self.brief = brief
            self.detail = detail
            self.credit = credit
            self.link = link
        }
    }

    /// The answer for one face.
    public struct Section: Sendable {
        /// The face that was asked about, square.
        public var probe: PixelImage
        /// What to call it, such as "Your photo" or "Face 2 of 4".
        public var caption: String
        /// Probably the same person; often empty.
        public var samePerson: [Entry]
        /// Look-alikes, closest first.
        public var lookAlikes: [Entry]
        /// What the reader should know, such as why there is no word.
        public var remarks: [String]

        /// Makes a section.
        public init(
            probe: PixelImage,
            caption: String,
            samePerson: [Entry],
            lookAlikes: [Entry],
            remarks: [String]
        ) {
            self.probe = probe
            self.caption = caption
            self.samePerson = samePerson
            self.lookAlikes = lookAlikes
            self.remarks = remarks
        }
    }

    /// Heading.
    public var title: String
    /// One line under it: gallery, size, pack.
    public var subtitle: String
    /// Answers, one a face.
    public var sections: [Section]

    /// Makes a report.
    public init(title: String, subtitle: String, sections: [Section]) {
        self.title = title
        self.subtitle = subtitle
        self.sections = sections
    }
}
