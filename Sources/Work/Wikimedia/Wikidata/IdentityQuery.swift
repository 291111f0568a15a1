/// Queries that find people by what is known of them: exact labels, or IMDb ids.
public enum IdentityQuery {
    /// Names or ids asked for at once.
    public static let batchMax = 50

    /// Humans whose label, English or of all languages, is one of these.
    public static func byLabels(_ names: [String]) -> String {
        let values = names.flatMap { ["\(literal($0))@en", "\(literal($0))@mul"] }
        return """
            SELECT DISTINCT ?item ?label ?birth ?precision ?imdb ?n WHERE {
              VALUES ?label { \(values.joined(separator: " ")) }
              ?item rdfs:label ?label ; wdt:P31 wd:Q5 ; wikibase:sitelinks ?n .
              OPTIONAL { ?item p:P569/psv:P569 [ wikibase:timeValue ?birth ; \
            wikibase:timePrecision ?precision ] }
              OPTIONAL { ?item wdt:P345 ?imdb }
            } LIMIT \(PeopleQuery.rowsMax)
            """
    }

    /// Humans with one of these IMDb ids.
    public static func byIMDb(_ ids: [String]) -> String {
        """
        SELECT DISTINCT ?item ?imdb ?n WHERE {
          VALUES ?imdb { \(ids.map(literal).joined(separator: " ")) }
          ?item wdt:P345 ?imdb ; wdt:P31 wd:Q5 ; wikibase:sitelinks ?n .
        } LIMIT \(PeopleQuery.rowsMax)
        """
    }

    /// A SPARQL string: nothing in a name can end it.
    static func literal(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if scalar.properties.generalCategory != .control {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
