import Model

extension SystemTrouble {
  /// Whose connector fails, why, since when and how often.
  func phrase(_ style: Style) -> Phrase {
    let more = why.count > 1 ? "; " + why.dropFirst().joined(separator: "; ") : ""
    let often = times > 1 ? ", seen \(times) times" : ""
    return "the connector of \(system, .strong) \(why.first ?? "fails")\(more)"
      + ", since \(style.moment(since))\(often)"
  }
}

extension Page {
  /// Adds what is amiss with targets.
  mutating func troubles(_ troubles: [SystemTrouble], _ style: Style) {
    for trouble in troubles {
      gap()
      line("\("failing", .bad)  " + trouble.phrase(style), hanging: 9)
      line(
        "waiting: \(trouble.grants.map(\.description).joined(separator: ", "), .faint)", indent: 2)
    }
  }
}

extension JSONValue {
  static func members(of trouble: SystemTrouble) -> [String: JSONValue] {
    [
      "system": JSONValue(text: trouble.system), "why": JSONValue(trouble.why) { .string($0) },
      "since": JSONValue(text: trouble.since), "last": JSONValue(text: trouble.last),
      "times": .integer(trouble.times),
      "grants": JSONValue(trouble.grants) { JSONValue(text: $0) },
    ]
  }
}
