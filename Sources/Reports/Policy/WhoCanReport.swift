package import Model

extension WhoCanReport: Report {
  package var json: JSONValue {
    JSONValue(present: [
      "system": JSONValue(text: outline.system.id),
      "entitlement": .string(outline.entitlement.name),
      "policy": policy.json, "description": .string(outline.system.description),
      "plane": .string(outline.system.plane.rawValue),
      "risk": .string(outline.entitlement.risk.rawValue),
      "owner": JSONValue(text: outline.system.owner),
      "owners": JSONValue(outline.owners) { JSONValue(text: $0) },
      "eligible": JSONValue(outline.entitlement.eligible) { JSONValue(text: $0) },
      "terms": JSONValue(outline.terms) { JSONValue($0) },
      "barred": JSONValue(outline.barred) {
        ["subject": JSONValue(text: $0.id), "reason": JSONValue($0.reason)]
      },
      "mandates": mandates.isEmpty ? nil : JSONValue(mandates) { JSONValue($0) },
      "conflicts_with": JSONValue(outline.conflicts) { conflict in
        .object(
          JSONValue.members(of: conflict.location).merging([
            "entitlement": JSONValue(text: conflict.name)
          ]) { $1 })
      },
      "emergency": outline.entitlement.emergency.map { terms in
        .object(
          JSONValue.members(of: SourceLocation(file: outline.system.file, mark: terms.mark))
            .merging([
              "eligible": JSONValue(terms.eligible) { JSONValue(text: $0) },
              "subjects": JSONValue(outline.emergencySubjects) { JSONValue(text: $0) },
              "approvals": JSONValue(terms.approvals) { line in
                [
                  "count": .integer(line.count),
                  "from": JSONValue(line.from) { JSONValue(text: $0) },
                ]
              },
              "maximum_duration": .string(terms.maximumDuration.written),
              "review_within": .string(terms.reviewWithin.written),
            ]) { $1 })
      },
    ])
  }
}

extension JSONValue {
  /// The members that say where something stands.
  static func members(of location: SourceLocation) -> [String: JSONValue] {
    let members: [String: JSONValue?] = [
      "file": .string(location.file), "line": location.mark.map { .integer($0.line) },
      "column": location.mark.map { .integer($0.column) },
    ]
    return members.compactMapValues { $0 }
  }

  private init<Value>(_ located: Located<Value>, _ json: (Value) -> [String: JSONValue?]) {
    self = .object(
      JSONValue.members(of: located.location)
        .merging(json(located.value).compactMapValues { $0 }) { $1 })
  }

  fileprivate init(_ terms: SharedTerms) {
    self = [
      "subjects": JSONValue(terms.subjects) { JSONValue(text: $0) },
      "rules": JSONValue(terms.rules) { JSONValue(text: $0) },
      "approvals": JSONValue(terms.approvals) { list in
        [
          "origin": .string(list.origin), "lines": JSONValue(list.lines) { JSONValue($0) },
        ]
      },
      "maximum_duration": JSONValue(terms.maximum) { ["value": .string($0.written)] },
      "assurance": .string(terms.assurance.rawValue),
      "signed_request": JSONValue(terms.signedRequest) { ["value": .bool($0)] },
      "tickets": JSONValue(terms.tickets) { JSONValue($0) { ["pattern": .string($0)] } },
      "renewals": JSONValue(terms.renewals) {
        JSONValue($0) {
          ["maximum": .integer($0.maximum), "within": .string($0.within.written)]
        }
      },
      "denials": JSONValue(terms.denials) {
        JSONValue($0) { denial in
          [
            "message": .string(denial.message), "from": denial.from.map { JSONValue(text: $0) },
            "until": denial.until.map { JSONValue(text: $0) },
          ]
        }
      },
      "stranded": JSONValue(terms.stranded) { JSONValue(text: $0) },
    ]
  }

  private init(_ outlined: OutlinedLine) {
    var members = JSONValue.members(of: outlined.location)
    members["count"] = .integer(outlined.line.count)
    members["from"] = JSONValue(outlined.line.from) { JSONValue(text: $0) }
    members["people"] = JSONValue(outlined.people) { JSONValue(text: $0) }
    if !outlined.sponsors.isEmpty {
      members["sponsors"] = JSONValue(outlined.sponsors) {
        ["subject": JSONValue(text: $0.subject), "sponsor": JSONValue(text: $0.sponsor)]
      }
    }
    self = .object(members)
  }
}
