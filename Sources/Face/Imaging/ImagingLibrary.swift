/// The version of libvips that is in use, such as `8.14.1`; opens it if nothing has yet.
///
/// - Throws: `libraryMissing`, whose text says what was looked for and how to install it.
public func imagingLibraryVersion() throws(ImagingError) -> String {
    try VipsLibrary.shared().version
}

/// The formats that can be read on this machine: libvips comes with plug-ins that may be missing.
///
/// - Throws: `libraryMissing`; BMP, and ICO without PNG inside, can be read even so.
public func readableFormats() throws(ImagingError) -> Set<ImageFormat> {
    let library = try VipsLibrary.shared()
    return Set(ImageFormat.allCases.filter { library.canRead($0) })
}

/// Whether the usual JPEG goes straight to its codec; without libturbojpeg it takes twice as long.
public func decodesJPEGDirectly() -> Bool { TurboJPEG.shared != nil }
