/// Whether a connector's program keeps to the protocol.
package struct ConformanceReport: Report {
  /// One thing that a connector must do.
  package struct Check: Sendable {
    package let name: String
    /// What it did instead; nil where it passed.
    package let fault: String?

    package init(name: String, fault: String?) {
      self.name = name
      self.fault = fault
    }
  }

  package let checks: [Check]

  package init(checks: [Check]) { self.checks = checks }

  /// Whether everything passed.
  package var isOK: Bool { checks.allSatisfy { $0.fault == nil } }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    for check in checks {
      guard let fault = check.fault else {
        page.line("\("ok", .good)    \(check.name)", hanging: 6)
        continue
      }
      page.line("\("FAULT", .bad) \(check.name)", hanging: 6)
      page.line("      \(fault)", hanging: 6)
    }
    page.gap()
    let faults = checks.count { $0.fault != nil }
    page.line("\(checks.count) checks, \(faults == 0 ? "all passed" : "\(faults) failed")")
    return page.text
  }

  package var json: JSONValue {
    [
      "ok": .bool(isOK),
      "checks": JSONValue(checks) { check in
        JSONValue(present: [
          "name": .string(check.name), "fault": check.fault.map(JSONValue.string),
        ])
      },
    ]
  }
}
