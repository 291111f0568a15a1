/// dlib's nested network format (dlib/dnn/core.h): versions from the outside in, the input layer,
/// then each layer's details from the inside out.
extension ByteCursor {
    /// Reads the network below the loss layer; layers come back input first.
    mutating func dlibNetwork(_ kinds: [DlibLayerKind]) throws(ModelFileError) -> [DlibLayer] {
        var versions = [Int](repeating: 0, count: kinds.count)
        for place in kinds.indices.reversed() {
            versions[place] = try dlibExpect(1...3, "layer version")
        }
        var layers = [try dlibInput()]
        for (place, kind) in kinds.enumerated() {
            layers.append(try dlibLayer(kind))
            guard kind.hasDetails else { continue }
            try dlibLayerTail(version: versions[place], isInnermost: place == 0)
        }
        return layers
    }

    private mutating func dlibInput() throws(ModelFileError) -> DlibLayer {
        let start = offset
        let name = try dlibString()
        let mean = try dlibFloats(3)
        switch name {
        case "input_rgb_image", "input_rgb_image_pyramid":
            break
        case "input_rgb_image_sized", "input_rgb_image_pyramid2":
            for _ in 0..<2 { _ = try dlibInteger() }
        default:
            throw .unexpected(expected: "an RGB input layer", found: name.shown, offset: start)
        }
        return .input(mean: mean)
    }

    /// Training's leftovers: three flags and gradients that published files leave empty.
    private mutating func dlibLayerTail(version: Int, isInnermost: Bool) throws(ModelFileError) {
        for _ in 0..<3 { _ = try dlibBool() }
        for _ in 0..<2 { _ = try dlibTensor() }
        if isInnermost {
            _ = try dlibTensor()
            if version >= 3 { _ = try dlibInteger() }
        } else if version == 2 {
            _ = try dlibTensor()
        }
    }

    private mutating func dlibLayer(_ kind: DlibLayerKind) throws(ModelFileError) -> DlibLayer {
        switch kind {
        case .tag(let number): return .tag(number)
        case .skip(let number): return .skip(number)
        case .convolution: return .convolution(try dlibConvolution())
        case .affine: return .affine(try dlibAffine())
        case .relu:
            if try dlibName(of: ["relu_", "relu_2"]) == "relu_2" { _ = try dlibBool() }
            return .relu
        case .maxPool:
            _ = try dlibName(of: ["max_pool_2"])
            return .maxPool(try dlibWindow())
        case .averagePool:
            _ = try dlibName(of: ["avg_pool_2"])
            return .averagePool(try dlibWindow())
        case .addPrevious(let tag):
            _ = try dlibName(of: ["add_prev_"])
            return .addPrevious(tag: tag)
        case .fullyConnected: return .fullyConnected(try dlibProduct())
        }
    }

    private mutating func dlibName(of allowed: [String]) throws(ModelFileError) -> String {
        let start = offset
        let name = try dlibString()
        guard allowed.contains(name) else {
            throw .unexpected(
                expected: allowed.joined(separator: " or "),
                found: name.shown,
                offset: start
            )
        }
        return name
    }

    private mutating func dlibWindow() throws(ModelFileError) -> DlibWindow {
        let edge = 0...ModelFileLimits.kernelEdge
        return DlibWindow(
            rows: try dlibExpect(edge, "window rows"),
            columns: try dlibExpect(edge, "window columns"),
            strideY: try dlibExpect(1...ModelFileLimits.kernelEdge, "stride"),
            strideX: try dlibExpect(1...ModelFileLimits.kernelEdge, "stride"),
            padY: try dlibExpect(edge, "padding"),
            padX: try dlibExpect(edge, "padding")
        )
    }

    private mutating func dlibConvolution() throws(ModelFileError) -> DlibConvolution {
        let name = try dlibName(of: ["con_4", "con_5", "con_6"])
        let block = try dlibTensor().values
        let count = try dlibExpect(1...ModelFileLimits.channels, "filters")
        let window = try dlibWindow()
        let filters = try dlibAlias()
        let biases = try dlibAlias()
        for _ in 0..<4 { _ = try dlibFloat() }
        if name != "con_4" { try dlibRequire(true, "a convolution with bias") }
        if name == "con_6" { try dlibRequire(false, "a convolution without its own ReLU") }
        let inputs = filters.shape[1]
        try Self.check(inputs, in: 1...ModelFileLimits.channels, "input channels")
        guard filters.shape == [count, inputs, window.rows, window.columns],
            window.rows > 0, window.columns > 0, biases.count == count,
            block.count == filters.count + biases.count
        else {
            throw .unexpected(
                expected: "a convolution's parameters of shape \(filters.shape)",
                found: "\(block.count) numbers for \(count) filters",
                offset: offset
            )
        }
        return DlibConvolution(
            filters: count,
            inputs: inputs,
            window: window,
            weights: Array(block[0..<filters.count]),
            biases: Array(block[filters.count...])
        )
    }

    private mutating func dlibRequire(_ wanted: Bool, _ what: String) throws(ModelFileError) {
        let start = offset
        guard try dlibBool() == wanted else {
            throw .unexpected(expected: what, found: "another kind", offset: start)
        }
    }

    private mutating func dlibProduct() throws(ModelFileError) -> DlibProduct {
        let name = try dlibName(of: ["fc_2", "fc_3"])
        let outputs = try dlibExpect(1...ModelFileLimits.channels, "outputs")
        let inputs = try dlibExpect(1...ModelFileLimits.tensorEdge, "inputs")
        let block = try dlibTensor().values
        _ = try dlibAlias()
        _ = try dlibAlias()
        _ = try dlibExpect(1...1, "bias mode")
        for _ in 0..<4 { _ = try dlibFloat() }
        if name == "fc_3" { _ = try dlibBool() }
        guard block.count == inputs * outputs else {
            throw .unexpected(
                expected: "\(inputs * outputs) weights",
                found: "\(block.count)",
                offset: offset
            )
        }
        return DlibProduct(inputs: inputs, outputs: outputs, weights: block)
    }
}

extension ByteCursor {
    /// An affine layer, or the batch normalisation it was frozen from, which some files keep.
    fileprivate mutating func dlibAffine() throws(ModelFileError) -> DlibAffine {
        let name = try dlibName(of: ["affine_", "affine_2", "bn_con2"])
        let block = try dlibTensor().values
        let gains = try dlibAlias().count
        let shifts = try dlibAlias().count
        guard gains == shifts, block.count == gains + shifts, gains > 0 else {
            throw .unexpected(
                expected: "as many gains as shifts",
                found: "\(gains) and \(shifts) in \(block.count) numbers",
                offset: offset
            )
        }
        let gain = block[0..<gains].map(Double.init)
        let shift = block[gains...].map(Double.init)
        if name == "bn_con2" { return try dlibNormalisation(gain: gain, shift: shift) }
        _ = try dlibExpect(0...0, "affine mode")
        if name == "affine_2" { _ = try dlibBool() }
        return DlibAffine(gain: gain, shift: shift)
    }

    private mutating func dlibNormalisation(
        gain: [Double],
        shift: [Double]
    ) throws(ModelFileError) -> DlibAffine {
        _ = try dlibTensor()
        _ = try dlibTensor()
        let means = try dlibTensor().values
        let variances = try dlibTensor().values
        for _ in 0..<2 { _ = try dlibInteger() }
        for _ in 0..<4 { _ = try dlibFloat() }
        let start = offset
        let epsilon = try dlibFloat()
        guard means.count == gain.count, variances.count == gain.count, epsilon > 0,
            variances.allSatisfy({ $0 >= 0 })
        else {
            throw .unexpected(
                expected: "running means and variances of \(gain.count) channels",
                found: "\(means.count) and \(variances.count)",
                offset: start
            )
        }
        let scaled = gain.indices.map { gain[$0] / (Double(variances[$0]) + epsilon).squareRoot() }
        return DlibAffine(
            gain: scaled,
            shift: shift.indices.map { shift[$0] - Double(means[$0]) * scaled[$0] }
        )
    }
}

extension String {
    /// Short enough for an error message, whatever a hostile file put there.
    var shown: String { "'" + String(prefix(40)) + "'" }
}
