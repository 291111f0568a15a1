import Gallery
import Testing

@Suite struct `Somebody known to be under 18` {
    @Test(
        arguments: [
            // Birth, death, photo, minor.
            (1990, 2000, nil, true),
            (1990, 2000, 2020, true),
            (1990, 2008, nil, false),
            (1990, nil, nil, false),
            (1990, nil, 2007, true),
            (1990, nil, 2008, false),
            (2010, nil, nil, true),
            (2010, nil, 2199, true),
            (2010, 2199, nil, true),
            (nil, 2000, 2000, false),
            (Int.max, nil, nil, true),
            (Int.min, Int.max, nil, false),
        ] as [(Int?, Int?, Int?, Bool)]
    )
    func `is no older than at their death, on the photo and now`(
        _ born: Int?,
        _ died: Int?,
        _ photo: Int?,
        _ isMinor: Bool
    ) {
        let person = PersonMetadata(birthYear: born, deathYear: died)
        #expect(person.isMinor(onPhotoOf: photo, now: 2026) == isMinor)
    }
}
