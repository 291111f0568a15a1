import FaceTypes
import Gallery
import Ingest
import Likeness

/// Where a face's picture is found, and which square of the upright photo it shows, in its pixels.
struct ServedThumbnail: Encodable, Sendable {
    var path: String
    var area: Box

    /// - Returns: `nil` when nothing of the face is stored.
    init?(_ face: StoredFace, in gallery: GalleryRecord) {
        self.init(
            id: face.id,
            hasCrop: face.crop != nil,
            photoStored: face.photoStored,
            box: face.detection.box,
            width: face.photoWidth,
            height: face.photoHeight,
            in: gallery
        )
    }

    init?(_ face: MatchedFace, in gallery: GalleryRecord) {
        self.init(
            id: face.id,
            hasCrop: face.crop != nil,
            photoStored: face.photoStored,
            box: face.detection.box,
            width: face.photoWidth,
            height: face.photoHeight,
            in: gallery
        )
    }

    private init?(
        id: FaceID,
        hasCrop: Bool,
        photoStored: Bool,
        box: Box,
        width: Int,
        height: Int,
        in gallery: GalleryRecord
    ) {
        guard hasCrop || photoStored else { return nil }
        path = "/v1/galleries/\(gallery.name)/faces/\(id)/thumbnail"
        area = FaceCrop.square(
            round: box,
            margin: Self.margin(hasCrop: hasCrop, in: gallery),
            width: width,
            height: height
        )
    }

    /// The margin the picture was, or will be, cut with.
    ///
    /// A gallery of photos has crops only of bystanders whose photo went.
    static func margin(hasCrop: Bool, in gallery: GalleryRecord) -> Float {
        hasCrop && gallery.keep == .photos ? Removal.bystanderMargin : FaceCrop.keptMargin
    }
}

/// An origin as others may see it: an address on the net, but no path of this machine.
enum ServedOrigin {
    static func shown(_ origin: String, to caller: Caller) -> String? {
        if caller.role ?? .search >= .enrol { return origin }
        return origin.contains("://") && !origin.hasPrefix("file:") ? origin : nil
    }
}
