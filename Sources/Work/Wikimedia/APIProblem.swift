/// Errors the action API reports with status 200.
enum APIProblem {
    /// Throws what a document reports.
    static func check(_ document: Document, service: String) throws(WikimediaError) {
        let error = document["error"].exists ? document["error"] : document["errors"][0]
        guard error.exists else { return }
        let code = error["code"].text ?? "unknown"
        if code == "no-such-entity" {
            throw .noSuchEntity(id: error["id"].text ?? "")
        }
        throw .refused(
            service: service,
            code: code,
            info: error["info"].text ?? error["text"].text ?? ""
        )
    }
}
