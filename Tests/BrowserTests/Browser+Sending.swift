import Foundation
import TestSupport
import Testing

/// One request with a body that a page made.
struct Sending {
    struct Picture {
        let type: String
        let width: Int
        let height: Int
        let bytes: Data
    }

    let path: String
    let pictures: [Picture]
}

extension Browser {
    /// From now on notes what the page sends; other ways out than `fetch` count as a failure.
    func record() async throws {
        _ = try await web.run(
            """
            window.noted = [];
            const send = window.fetch;
            window.fetch = (address, options = {}) => {
              if (options.body) noted.push({ path: String(address), body: options.body });
              return send(address, options);
            };
            for (const name of ['XMLHttpRequest', 'WebSocket', 'EventSource'])
              window[name] = function () { noted.push({ path: name, body: name }); };
            navigator.sendBeacon = (address) => noted.push({ path: 'beacon', body: address });
            """
        )
    }

    /// What the page has sent since ``record()``, with every part that is a picture, decoded.
    func sent() async throws -> [Sending] {
        let noted = try await web.run(
            """
            const base64 = (blob) => new Promise((done) => {
              const reader = new FileReader();
              reader.onload = () => done(reader.result.split(',')[1]);
              reader.readAsDataURL(blob);
            });
            const picture = async (blob) => {
              const size = await createImageBitmap(blob).catch(() => ({ width: 0, height: 0 }));
              return { type: blob.type, width: size.width, height: size.height,
                       bytes: await base64(blob) };
            };
            const parts = (body) => body instanceof FormData ? [...body.values()] : [body];
            return Promise.all(window.noted.map(async ({ path, body }) => ({
              path, pictures: await Promise.all(
                parts(body).filter((part) => part instanceof Blob).map(picture)),
            })))
            """
        )
        return noted.list.map { sending in
            Sending(
                path: sending["path"].text ?? "",
                pictures: sending["pictures"].list.map { picture in
                    Sending.Picture(
                        type: picture["type"].text ?? "",
                        width: Int(picture["width"].number ?? 0),
                        height: Int(picture["height"].number ?? 0),
                        bytes: Data(base64Encoded: picture["bytes"].text ?? "") ?? Data()
                    )
                }
            )
        }
    }

    /// Asks for the program that makes films for the fake camera.
    static var filmRequirement: ConditionTrait {
        Material.requirement(named: "ffmpeg (scripts/setup-browser)") {
            FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")
        }
    }

    /// A film of one photo, made at test time.
    static func film(_ folder: String) async throws -> String {
        let path = folder + "/camera-\(UUID()).mjpeg"
        _ = try await ChildProgram.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-loop", "1", "-i",
                Material.file("faces/known-queries/obama1.jpg"), "-t", "2", "-r", "10", "-vf",
                "scale=640:480:force_original_aspect_ratio=increase,crop=640:480,format=yuvj420p",
                "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", path,
            ]
        )
        return path
    }
}
