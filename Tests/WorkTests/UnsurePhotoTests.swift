import FaceTypes
import Foundation
import Gallery
import Ingest
import Jobs
import Testing

@Suite struct `A job for a photo that may show others` {
    @Test func `keeps that it must agree, and older jobs need not`() throws {
        var job = PhotoJob(
            place: .address("https://example.org/a.jpg"),
            claim: PersonClaim(key: "Q1", name: "Ann Lee"),
            credit: PhotoCredit(licence: "CC BY 4.0", restrictions: "personality")
        )
        let sure = try job.newJob(source: "test", in: GalleryID(1))
        #expect(try PhotoJob(payload: sure.payload).mustAgree == false)
        #expect(!String(decoding: sure.payload, as: UTF8.self).contains("mustAgree"))
        job.mustAgree = true
        let unsure = try job.newJob(source: "test", in: GalleryID(1))
        #expect(try PhotoJob(payload: unsure.payload) == job)
    }
}
