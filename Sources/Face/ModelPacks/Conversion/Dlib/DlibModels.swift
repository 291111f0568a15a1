/// Reads whole dlib files; every byte must be accounted for.
enum DlibModels {
    /// `dlib_face_recognition_resnet_model_v1.dat`: a metric loss around the network.
    static func resNet(_ bytes: [UInt8]) throws(ModelFileError) -> [DlibLayer] {
        var cursor = ByteCursor(bytes)
        _ = try cursor.dlibExpect(1...1, "loss version")
        try expectName("loss_metric_2", &cursor)
        _ = try cursor.dlibFloats(2)
        let layers = try cursor.dlibNetwork(DlibTopology.resNet)
        try cursor.requireEnd()
        return layers
    }

    /// `mmod_human_face_detector.dat`: the detector's options around the network.
    ///
    /// Only one window of 80 x 80 is accepted, which is what the pipeline's decoder assumes.
    static func mmod(_ bytes: [UInt8]) throws(ModelFileError) -> [DlibLayer] {
        var cursor = ByteCursor(bytes)
        _ = try cursor.dlibExpect(1...1, "loss version")
        try expectName("loss_mmod_", &cursor)
        let version = try cursor.dlibExpect(1...4, "options version")
        try mmodWindows(version: version, &cursor)
        _ = try cursor.dlibFloats(7)
        if version >= 3 { _ = try cursor.byte() }
        if version >= 4 {
            _ = try cursor.dlibBool()
            _ = try cursor.dlibFloat()
        }
        let layers = try cursor.dlibNetwork(DlibTopology.mmod)
        try cursor.requireEnd()
        return layers
    }

    private static func mmodWindows(
        version: Int,
        _ cursor: inout ByteCursor
    ) throws(ModelFileError) {
        var entry = 1
        if version >= 2 {
            _ = try cursor.dlibExpect(1...1, "detector windows")
            entry = try cursor.dlibExpect(1...2, "window version")
        }
        for _ in 0..<2 { _ = try cursor.dlibExpect(80...80, "window edge") }
        if entry == 2 { _ = try cursor.dlibString() }
    }

    private static func expectName(
        _ name: String,
        _ cursor: inout ByteCursor
    ) throws(ModelFileError) {
        let start = cursor.offset
        let found = try cursor.dlibString()
        guard found == name else {
            throw .unexpected(expected: name, found: found.shown, offset: start)
        }
    }
}
