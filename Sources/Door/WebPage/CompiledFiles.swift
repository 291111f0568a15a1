internal import CWebAssets

/// A file of the page as it lies in the source folder.
package struct SourceFile: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// The files that are compiled into the program, in ascending order of names.
package func compiledFiles() -> [SourceFile] {
    (0..<smb_web_asset_count()).compactMap { index in
        guard let asset = smb_web_asset_at(index)?.pointee, let name = asset.name else {
            return nil
        }
        let bytes = UnsafeBufferPointer(start: asset.bytes, count: asset.length)
        return SourceFile(name: String(cString: name), bytes: Array(bytes))
    }
}
