/// The credit of a file in the drawn world: what Commons says, and what must come of it.
struct LicencePlan {
    let code: Any?
    let name: String?
    let address: String?
    private let oddity: WorldOddity

    init(_ oddity: WorldOddity) {
        self.oddity = oddity
        let plan: (Any?, String?, String?) =
            switch oddity {
            case .nonCommercial: ("cc-by-nc-4.0", "CC BY-NC 4.0", nil)
            case .noDerivatives: ("cc-by-nd-4.0", "CC BY-ND 4.0", nil)
            case .noLicence: (nil, nil, nil)
            case .unknownLicence: ("strange-terms", "Strange terms", nil)
            case .publicDomain: ("pd", "Public domain", nil)
            case .zero: ("cc0", "CC0", "http://creativecommons.org/publicdomain/zero/1.0/deed.en")
            case .relativeLicenceLink:
                ("cc-by-2.0", "CC BY 2.0", "//creativecommons.org/licenses/by/2.0")
            default:
                (
                    "cc-by-sa-4.0", "CC BY-SA 4.0",
                    "https://creativecommons.org/licenses/by-sa/4.0"
                )
            }
        (code, name, address) = plan
    }

    var expectedAddress: String? {
        address.map { $0.hasPrefix("//") ? "https:" + $0 : $0 }
    }

    /// The author as Commons has it: HTML.
    func author(_ person: DrawnWorld.Person) -> String {
        switch oddity {
        case .listOfAuthors: "<ul><li>Bo &amp; Co</li><li><a href=\"//x.test\">Ada  Ö</a></li></ul>"
        case .entitiesInAuthor: "J&uuml;rgen &lt;J&#252;&#x301;&gt; M&ouml;ller&nbsp;&#8211; X&Y"
        default:
            "<a href=\"//commons.wikimedia.org/wiki/User:P\(person.item)\">Photographer "
                + "\(person.item)</a>"
        }
    }

    func expectedAuthor(_ person: DrawnWorld.Person) -> String {
        switch oddity {
        case .listOfAuthors: "Bo & Co, Ada Ö"
        case .entitiesInAuthor: "Jürgen <Jü\u{301}> Möller – X&Y"
        default: "Photographer \(person.item)"
        }
    }

    func metadata(_ person: DrawnWorld.Person) -> [String: Any] {
        var fields: [String: Any] = ["Artist": author(person), "Credit": "Own work"]
        fields["License"] = code
        fields["LicenseShortName"] = name
        fields["LicenseUrl"] = address
        if oddity == .nonFree { fields["NonFree"] = "true" }
        if oddity == .restricted { fields["Restrictions"] = "personality" }
        fields["DateTimeOriginal"] = "2019-05-04 10:11:12"
        var out: [String: Any] = [:]
        for (key, value) in fields {
            out[key] =
                oddity == .noSourceKey
                ? ["value": value] : ["value": value, "source": "commons-desc-page", "hidden": ""]
        }
        if oddity == .numericValue { out["CommonsMetadataExtension"] = ["value": 1.2] }
        return out
    }
}
