internal import Model

extension DirectorySummary {
  func phrase(_ style: Style) -> Phrase {
    guard let newest, let oldest else {
      return "\(directory), which has \("said nothing yet", .waiting)"
    }
    var phrase: Phrase = "\(directory), \(style.moment(newest))"
    if oldest != newest { phrase += " (its oldest file \(style.moment(oldest)))" }
    return phrase
      + ": \(confirmed) confirmed, \(suspended) suspended, \(offboarded) offboarded"
  }

  var json: JSONValue {
    JSONValue(present: [
      "workload": JSONValue(text: directory), "confirmed": .integer(confirmed),
      "suspended": .integer(suspended), "offboarded": .integer(offboarded),
      "newest": newest.map { JSONValue(text: $0) }, "oldest": oldest.map { JSONValue(text: $0) },
    ])
  }
}
