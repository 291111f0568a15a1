import Foundation
import NativeLibraries
import TestSupport
import Testing

struct NativeLibraryTests {
    private let absent = NativeLibrary(
        name: "Absent",
        fileNames: ["libabsent.so.3", "libabsent.so.2"],
        installLine: "apt-get install libabsent3"
    )
    private let libc = NativeLibrary(
        name: "the C library",
        fileNames: ["libnosuchthing.so", "libc.so.6"],
        installLine: "apt-get install libc6"
    )

    @Test func `a missing library is named with every place and the install line`() throws {
        let places: [SearchPlace] = [
            .folder("/nowhere/lib"), .environment(variable: "SEMBLANCE_TEST_UNSET"),
            .besideExecutable("."), .system,
        ]
        let error = try #require(throws: NativeLibraryError.self) {
            try absent.load(searching: places)
        }
        #expect(error.fault == .notFound(searched: places))
        for part in [
            "Absent was not found", "libabsent.so.3 or libabsent.so.2", "/nowhere/lib",
            "SEMBLANCE_TEST_UNSET (not set)", "beside the program (/",
            "the system's library folders", "To install it: apt-get install libabsent3",
        ] {
            #expect(error.description.contains(part))
        }
    }

    @Test func `a search of no place at all still says what was looked for`() throws {
        let error = try #require(throws: NativeLibraryError.self) {
            try absent.load(searching: [])
        }
        #expect(error.description.contains("libabsent.so.2 in no place"))
    }

    @Test func `the system's folders are searched, a second file name included`() throws {
        let loaded = try libc.load(searching: [.folder("/nowhere"), .system])
        #expect(loaded.path == "libc.so.6")
        #expect(dlsym(loaded.handle, "getenv") != nil)
    }

    @Test func `opening a library twice gives the same handle`() throws {
        let first = try libc.load(searching: [.system])
        let second = try libc.load(searching: [.system])
        #expect(first.handle == second.handle)
    }

    @Test func `a file that is no library ends the search with the loader's reason`() throws {
        try Material.withTemporaryFolder { folder in
            let path = folder + "/libc.so.6"
            try Data("not a library".utf8).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: NativeLibraryError.self) {
                try libc.load(searching: [.folder(folder), .system])
            }
            guard case .unusable(let found, let reason) = error.fault else {
                Issue.record("expected an unusable file, found \(error)")
                return
            }
            #expect(found == path)
            #expect(reason.contains("libc.so.6"))
        }
    }

    @Test func `an environment variable names a folder, and an empty one names none`() throws {
        try Material.withTemporaryFolder { folder in
            try Data("not a library".utf8)
                .write(to: URL(fileURLWithPath: folder + "/libabsent.so.2"))
            setenv("SEMBLANCE_TEST_FOLDER", folder, 1)
            let places = [SearchPlace.environment(variable: "SEMBLANCE_TEST_FOLDER")]
            let found = try #require(throws: NativeLibraryError.self) {
                try absent.load(searching: places)
            }
            #expect(found.description.contains(folder + "/libabsent.so.2"))
            setenv("SEMBLANCE_TEST_FOLDER", "", 1)
            let none = try #require(throws: NativeLibraryError.self) {
                try absent.load(searching: places)
            }
            #expect(none.fault == .notFound(searched: places))
        }
    }

    @Test func `a wrong version and a missing function read alike`() {
        let version = NativeLibraryError(
            library: absent,
            fault: .wrongVersion(path: "/x/libabsent.so.3", expected: "2.1", found: "1.9")
        )
        #expect(
            version.description
                == "Absent at /x/libabsent.so.3 is version 1.9; this program needs 2.1. "
                + "To install it: apt-get install libabsent3"
        )
        let symbol = NativeLibraryError(
            library: absent,
            fault: .missingSymbol(path: "/x/libabsent.so.3", symbol: "absent_open")
        )
        #expect(symbol.description.contains("lacks the function absent_open"))
    }
}
