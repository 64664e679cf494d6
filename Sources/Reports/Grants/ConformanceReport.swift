package import Model

extension ConformanceReport: Report {
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
