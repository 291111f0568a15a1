import Foundation
import TestSupport
import Testing

/// What the page says before the press, beside what the service says of the same picture after it.
///
/// Without a face detector the page judges light and sharpness alone; that a face is small or turned
/// away is said after the press.
@Suite(
    .serialized,
    Browser.requirement,
    Material.requirement("faces/lfw/lfw-deepfunneled.tar"),
    Material.requirement(weights: "open"),
    Material.requiresEngine()
)
struct CameraTipTests {
    /// What is done to a camera's picture, in the words of the canvas; the strengths are those at which
    /// the service's own tests want its codes.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var filter = "none"
        /// Added to every channel.
        var lift = 0
    }

    static let faults = [
        Fault(testDescription: "nothing"),
        Fault(testDescription: "dark", filter: "brightness(0.15)"),
        Fault(testDescription: "very dark", filter: "brightness(0.06)"),
        Fault(testDescription: "pale", lift: 120),
        Fault(testDescription: "washed out", lift: 140),
        Fault(testDescription: "overexposed", filter: "brightness(2.5)"),
        Fault(testDescription: "a little blurred", filter: "blur(6.3px)"),
        Fault(testDescription: "blurred", filter: "blur(9px)"),
    ]

    /// Photos a fault; each is judged twice.
    private static let photosMax = 40

    /// Share of photos for which both must say the same: near a limit one may be just on this side of
    /// it and the other on that.
    private static let agreeing = 90

    /// The photo as a camera's picture with the face where the frame asks for it, judged by the page
    /// and then by the service.
    private static let judgeBoth = """
        const [photos, filter, lift] = arguments;
        return (async () => {
          const { judge, measure } = await import('/assets/quality.js');
          const told = [];
          for (const photo of photos) {
            const bytes = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
            const picture = await createImageBitmap(new Blob([bytes]));
            const [w, h] = [640, 480], scale = w / picture.width;
            const frame = new OffscreenCanvas(w, h), brush = frame.getContext('2d');
            brush.filter = filter;
            brush.drawImage(picture, 0, (h - picture.height * scale) * 0.3, w, picture.height * scale);
            if (lift) {
              brush.globalCompositeOperation = 'lighter';
              brush.fillStyle = `rgb(${lift} ${lift} ${lift})`;
              brush.fillRect(0, 0, w, h);
            }
            const body = await frame.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
            const answer = await fetch('/v1/detect', { method: 'POST', body });
            const [seen] = (await answer.json()).photos;
            const [face] = seen.faces.sort((a, b) => b.box.width - a.box.width);
            const codes = face ? face.codes.map((c) => c.code ?? c) : [seen.code];
            told.push({ tip: judge(measure(frame, w, h)).tip, codes });
          }
          return told;
        })()
        """

    /// What a tip is about, and a code.
    private static let kinds = [
        "tooDark": "light", "tooBright": "light", "backlit": "light", "too_dark": "light",
        "blurred": "sharpness", "too_blurred": "sharpness",
    ]

    @Test(arguments: faults)
    func `a tip before the press and the service after it say the same`(_ fault: Fault) async throws
    {
        try await Browser.use { browser in
            try await browser.open()
            let probes = browser.house.probes.sorted { $0.key < $1.key }.prefix(Self.photosMax)
            let photos = try probes.map {
                try Data(contentsOf: URL(filePath: $0.value)).base64EncodedString()
            }
            let told = try await browser.web.run(
                Self.judgeBoth,
                [photos, fault.filter, fault.lift]
            ).list
            #expect(told.count == photos.count)
            var judged = 0
            var differing: [String] = []
            for (probe, pair) in zip(probes, told) {
                let tip = try #require(pair["tip"].text)
                let codes = pair["codes"].list.compactMap(\.text)
                // Where no face was seen there is nothing to be of one mind about.
                if codes.contains("no_face") { continue }
                judged += 1
                let said = Self.kinds[tip] ?? "nothing"
                let found = codes.compactMap { Self.kinds[$0] }
                if !(found.isEmpty ? ["nothing"] : found).contains(said) {
                    differing.append("\(probe.key): \(tip), \(codes)")
                }
            }
            #expect(judged >= photos.count * Self.agreeing / 100)
            #expect(
                differing.count * 100 <= judged * (100 - Self.agreeing),
                "\(differing.joined(separator: "; "))"
            )
        }
    }
}
