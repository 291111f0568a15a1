/// How a surface answers light.
enum Finish {
    /// Light wanders a little inside: reddish, soft terminator.
    case skin
    /// Bright bands across the strands.
    case hair
    case cloth
    case hard
}
