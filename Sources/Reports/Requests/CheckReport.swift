package import Model

/// What a branch would bring: its requests and policies, judged before they land.
package struct CheckReport: Report {
  /// The requests that the branch adds or changes, with their faults as `reasons`.
  package let requests: [Explanation]
  /// Faults of the branch's policies, failed policy tests included.
  package let policyFaults: [Reason]
  /// What would go wrong later, or not as its author thinks, without making the branch wrong.
  package let warnings: [Reason]

  package init(requests: [Explanation], policyFaults: [Reason], warnings: [Reason]) {
    self.requests = requests.sorted { $0.key < $1.key }
    self.policyFaults = policyFaults
    self.warnings = warnings
  }

  /// Whether nothing speaks against the branch.
  ///
  /// Approvals may still be missing: they come with the merge that lands it.
  package var isOK: Bool {
    policyFaults.isEmpty
      && requests.allSatisfy { $0.objections.isEmpty && $0.evaluation?.verdict != .refused }
  }

  package var json: JSONValue {
    [
      "ok": .bool(isOK), "requests": JSONValue(requests) { $0.json },
      "policy": ["faults": JSONValue(policyFaults)], "warnings": JSONValue(warnings),
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    for explanation in requests {
      page.gap()
      page.line("\(explanation.key.path, .strong)")
      page.explanation(explanation)
    }
    for (label, reasons) in [("fault", policyFaults), ("warning", warnings)] {
      for reason in reasons {
        page.gap()
        page.reason(reason, label: "\(label, label == "fault" ? .bad : .waiting)")
      }
    }
    let faults = policyFaults.count + requests.reduce(0) { $0 + $1.objections.count }
    page.gap()
    page.line(
      "\(counted(requests.count, "request")), \(counted(faults, "fault")), "
        + "\(counted(warnings.count, "warning"))")
    return page.text
  }
}
