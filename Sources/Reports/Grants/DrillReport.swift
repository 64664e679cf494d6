package import Model

extension DrillReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    for step in steps {
      let label: Phrase = step.fault == nil ? "\("ok", .good)    " : "\("FAULT", .bad) "
      let took: Phrase = step.took.map { "  \("(\(shownMilliseconds($0)))", .faint)" } ?? ""
      page.line(label + "\(step.name)" + took, hanging: 6)
      if let fault = step.fault { page.line("      \(fault)", hanging: 6) }
    }
    page.gap()
    let what: Phrase = "\(subject, .strong) on \(entitlement) (\(connector.rawValue))"
    page.line(
      revocation.map { what + ": revoked within \(shownMilliseconds($0))" }
        ?? what + ": \("not known to be revoked", .bad)")
    return page.text
  }

  package var json: JSONValue {
    JSONValue(present: [
      "at": JSONValue(text: at), "system": JSONValue(text: entitlement.system),
      "entitlement": .string(entitlement.entitlement), "subject": JSONValue(text: subject),
      "connector": .string(connector.rawValue), "ok": .bool(isOK),
      "revocation_ms": revocation.map { .integer($0.wholeMilliseconds) },
      "steps": JSONValue(steps) { step in
        JSONValue(present: [
          "name": .string(step.name), "ms": step.took.map { .integer($0.wholeMilliseconds) },
          "fault": step.fault.map(JSONValue.string),
        ])
      },
    ])
  }

  /// The same on one line, for a file that is kept.
  package var line: String { json.rendered(.line) + "\n" }
}

extension Duration {
  /// Rounded up, so that nothing takes no time.
  fileprivate var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

/// `312 ms`.
private func shownMilliseconds(_ duration: Duration) -> String {
  "\(duration.wholeMilliseconds) ms"
}
