extension String {
    /// With a full stop at its end, whether or not it came with one, as the system's words sometimes
    /// do.
    package var asSentence: String { hasSuffix(".") ? self : self + "." }
}
