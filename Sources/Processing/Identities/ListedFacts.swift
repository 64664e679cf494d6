internal import Documents
internal import Model

/// What a row says of a person, as a person's file would write it.
struct ListedFacts {
  let name: String?
  let personClass: String?
  let organization: String?
  var sponsor: String?
  let contract: (reference: String?, ends: String?)
  /// In lower case, in the order of the row.
  let emails: [String]
  let verified: String
  let status: String?

  init(_ row: PeopleList.Row, made: Instant) {
    name = row[.name]
    personClass = row[.personClass]
    organization = row[.organization]
    sponsor = row[.sponsor]
    // A date is the last day of work, so the contract is over when the next day begins.
    contract = (row[.contractReference], row[.contractEnds].map { instant($0, daysLater: 1) })
    emails = (row[.emails] ?? "").split { ";, ".contains($0) }.map { lowerCasedASCII($0.utf8) }
    verified = row[.verified].map { instant($0, daysLater: 0) } ?? "\(made)"
    status = row[.status]
  }

  var isThirdParty: Bool {
    personClass.flatMap { PersonClass(rawValue: $0) }?.isThirdParty ?? true
  }

  /// The columns that an entry of the file is made of.
  static func fields(behind key: String) -> [ImportField] {
    key == "contract"
      ? [.contractReference, .contractEnds] : ImportField(rawValue: key).map { [$0] } ?? []
  }
}

/// `text` where it is no date alone, else the beginning of that day or of one so many days later.
private func instant(_ text: String, daysLater days: Int) -> String {
  guard let day = Instant(rfc3339: Array(text.utf8) + Array("T00:00:00Z".utf8)) else {
    return text
  }
  return "\(day.advanced(by: .seconds(days * 86_400)))"
}
