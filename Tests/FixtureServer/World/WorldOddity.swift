/// What is odd about a person of the drawn world; each kind is a trap of the real services.
package enum WorldOddity: String, Sendable, CaseIterable {
    // People.
    case plain, threePhotos, birthUnknown, birthYearOnly, birthBeforeYearOne, labelForAllOnly
    case missingItem, mergedItem, minor, genderUnknown, genderGenid, severalCountries
    // Files.
    case normalizedName, redirectedName, missingFile, knownElsewhere, numericValue, noSourceKey
    case listOfAuthors, entitiesInAuthor, relativeLicenceLink, restricted, publicDomain, zero
    case nonCommercial, noDerivatives, nonFree, noLicence, unknownLicence, drawing, twoNamesOneFile
    // Articles.
    case leadImage, articleOfNamesakes, articleElsewhere, articleRedirects, articleMissing
    case leadImageUnfree
    // Pictures.
    case emptyPicture, cutPicture, pageForPicture, bombPicture, packedBomb, turnedPicture
    case cmykPicture, progressivePicture, gifPicture, groupPicture, nobodyInPicture, tooLargePicture
    case badWidthAs429, badWidthAs400, goneForAWhile, pauseInSeconds, pauseAsDate, pauseWithout
    case breaksOffOnce, redirectedPicture, redirectLoop, forbiddenByRobots, forbiddenByTag
    case forbiddenForever

    /// What becomes of the person's photos before anything looks for a face: refused with a code by
    /// the source or by the fetch, or offered and fetched.
    package var refusal: String? {
        switch self {
        case .missingItem: "not_found"
        case .missingFile: "missing_file"
        case .nonCommercial, .noDerivatives, .nonFree, .noLicence, .unknownLicence: "licence"
        case .drawing: "not_a_picture"
        case .twoNamesOneFile: "duplicate"
        case .articleOfNamesakes, .articleElsewhere, .articleMissing, .leadImageUnfree: "no_photo"
        case .emptyPicture, .pageForPicture: "fetch_wrong_content"
        case .packedBomb, .tooLargePicture: "fetch_too_large"
        case .badWidthAs429: "fetch_http_429"
        case .badWidthAs400: "fetch_http_400"
        case .redirectLoop: "fetch_too_many_redirects"
        case .forbiddenByRobots, .forbiddenByTag: "fetch_robots"
        case .forbiddenForever: "fetch_http_403"
        default: nil
        }
    }

    /// The code a fetched photo is refused with by ingest; one of several where packs differ.
    package var ingestRefusals: Set<String> {
        switch self {
        case .minor: ["minor"]
        case .cutPicture, .bombPicture: ["undecodable"]
        case .nobodyInPicture: ["no_face"]
        case .groupPicture: ["several_faces"]
        default: []
        }
    }

    /// Photos offered and fetched.
    package var photoCount: Int {
        switch self {
        case .threePhotos: 2
        case .twoNamesOneFile: 1
        default: refusal == nil ? 1 : 0
        }
    }
}
