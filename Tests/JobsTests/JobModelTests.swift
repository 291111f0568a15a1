import FaceTypes
import GalleryConformance
import GalleryDoubles
import Testing

@Suite struct `Random stories of workers` {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `lose, double and forget nothing`(_ seed: UInt64) async throws {
        let run = JobModelRun(seed: seed, steps: 300)
        let events = try await run.check(MemoryJobStore(), gallery: GalleryID(1))
        #expect(events.count > 200)
    }
}
