package import Model

extension CheckReport: Report {
  package var json: JSONValue {
    JSONValue(present: [
      "ok": .bool(isOK), "basis": basis.map(\.json), "requests": JSONValue(requests) { $0.json },
      "policy": ["faults": JSONValue(policyFaults)],
      "governed": JSONValue(governed) { change in
        JSONValue(present: [
          "path": JSONValue(text: change.path),
          "requirements": JSONValue(change.requirements) { JSONValue($0) },
          "attested_by": change.attestedBy.map { JSONValue(text: $0) },
        ])
      }, "landing": landing.map { JSONValue($0) }, "warnings": JSONValue(warnings),
    ])
  }
}

extension JSONValue {
  fileprivate init(_ landing: LandingConsequences) {
    self = [
      "stops": JSONValue(landing.stops) { JSONValue($0) },
      "releases": JSONValue(landing.releases) { JSONValue($0) },
      "revokes": JSONValue(landing.revoked) { JSONValue(text: $0.id) },
      "held_back": JSONValue(landing.heldBack) { JSONValue(text: $0.id) },
    ]
  }
}
