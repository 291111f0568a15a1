import Foundation
import Gallery
import GallerySQLite

extension Doctor {
    /// From this size on a removal does not write the catalogue anew by itself.
    static let catalogueBytesMax = SQLiteGallerySettings().rewriteByteCountMax

    /// Mends what can be mended without losing anything: deletes objects nothing refers to, and writes
    /// the catalogue anew, so that nothing removed is left in its file.
    ///
    /// Other processes can read meanwhile, but not write; the disk must hold the catalogue twice.
    /// - Returns: what was done.
    public func mend() async -> [Finding] {
        guard FileManager.default.fileExists(atPath: house.settings.home.catalogue) else {
            return [Finding(subject: "catalogue", state: .fine, found: "there is none to mend")]
        }
        do {
            let store = try house.catalogue(creating: false)
            var done: [Finding] = []
            let orphans = try await house.sweepOrphans(in: store)
            done.append(
                Finding(
                    subject: "stored objects",
                    state: .fine,
                    found: "\(orphans) that nothing refers to were deleted"
                )
            )
            if let catalogue = store as? SQLiteGallery { done.append(await rewrite(catalogue)) }
            return done
        } catch {
            return [Finding(subject: "mending", state: .fault, found: "\(error)", mend: nil)]
        }
    }

    private func rewrite(_ catalogue: SQLiteGallery) async -> Finding {
        let before = catalogueBytes
        do {
            let isEmptied = try await catalogue.rewrite()
            let sizes =
                "written anew, \(Self.megabytes(before)) before, "
                + "\(Self.megabytes(catalogueBytes)) now"
            return Finding(
                subject: "catalogue",
                state: isEmptied ? .fine : .notice,
                found: sizes
                    + (isEmptied ? "" : "; somebody was reading, so its log still holds old rows"),
                mend: isEmptied ? nil : "semblance doctor --mend, once nobody is searching"
            )
        } catch {
            return Finding(
                subject: "catalogue",
                state: .fault,
                found: "\(error)",
                mend: "free as much disk as the catalogue takes, stop other writers, try again"
            )
        }
    }

    /// Tells that removed rows may linger in a catalogue too large to be rewritten at each removal.
    func catalogueSize() -> Finding? {
        let bytes = catalogueBytes
        guard bytes > Self.catalogueBytesMax else { return nil }
        return Finding(
            subject: "catalogue",
            state: .notice,
            found:
                "\(Self.megabytes(bytes)): removals overwrite their rows, but do not write so large "
                + "a file anew, which could keep copies of them in its free space",
            mend: "after removals: semblance doctor --mend"
        )
    }

    private var catalogueBytes: Int {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: house.settings.home.catalogue
        )
        return attributes?[.size] as? Int ?? 0
    }

    private static func megabytes(_ bytes: Int) -> String {
        String(format: "%.1f MB", Double(bytes) / 1e6)
    }
}
