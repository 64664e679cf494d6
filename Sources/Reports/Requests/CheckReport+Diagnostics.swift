import Model

extension CheckReport: DiagnosticReport {
  /// What speaks against the branch as errors, what would go wrong later as warnings, and as notes who
  /// would have to approve.
  package var diagnostics: [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for explanation in requests {
      let path = explanation.key.path.description
      let weight: DiagnosticLevel = explanation.isOpposed ? .error : .warning
      diagnostics += explanation.objections.map { Diagnostic(weight, $0, in: path) }
      diagnostics += explanation.attempts.map { Diagnostic(.warning, $0, in: path) }
      // Shown at the request, since the policy that asks is not what the branch changes.
      diagnostics += explanation.shortages.map {
        Diagnostic(
          .note, rule: $0.code.rawValue, message: $0.message, at: SourceLocation(file: path),
          hint: $0.hint)
      }
    }
    diagnostics += policyFaults.map { Diagnostic(.error, $0) }
    diagnostics += warnings.map { Diagnostic(.warning, $0) }
    diagnostics += governed.flatMap(\.shortages)
    diagnostics += (landing?.stops ?? []).map { brake in
      Diagnostic(
        .warning, rule: ReasonCode.subjectInactive.rawValue,
        message: "\(brake.words) is stopped as soon as this lands, whoever approves it",
        at: SourceLocation(file: "\(brake.path)"))
    }
    return diagnostics
  }

  package var markdown: String {
    let rows = zip(requests, unopposed).map { explanation, isUnopposed in
      let request = explanation.request
      let missing = (explanation.evaluation?.requirements ?? []).filter { !$0.isSatisfied }
      return [
        isUnopposed ? "ok" : "**no**", markdownText("`\(explanation.key.path)`"),
        (request?.subject ?? explanation.mandate?.terms.subject).map { "`\($0)`" } ?? "",
        (request.map { [$0.entitlementName] } ?? explanation.mandate?.terms.entitlements ?? [])
          .map { "`\($0)`" }.joined(separator: ", "),
        (request?.duration ?? explanation.mandate?.terms.each).map { shownDuration($0) } ?? "",
        missing.map { markdownText("`\($0.origin)`") }.joined(separator: ", "),
      ]
    }
    let table = markdownTable(
      ["", "request", "subject", "entitlement", "for", "approvals missing"], rows)
    let remarks = markdownTable(of: diagnostics)
    return "### Countersign check\n\n"
      + [table, remarks, summary + "\n"].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension GovernedChange {
  /// Who would still have to approve, as notes at the file.
  var shortages: [Diagnostic] {
    requirements.filter { !$0.isSatisfied }.map { requirement in
      Diagnostic(
        .note, rule: ReasonCode.shortOfApprovals.rawValue, message: requirement.shortage(for: path),
        at: SourceLocation(file: path.description))
    }
  }
}

extension RequirementStatus {
  /// Who is still needed for a change of `path`, in one sentence.
  fileprivate func shortage(for path: RepositoryPath) -> String {
    let parts = lines.filter { $0.missing > 0 }.map { status in
      "\(status.missing) of \(listed(status.line.from.map(\.description), joinedBy: "or"))"
        + " (\(listed(status.candidates.map(\.text), joinedBy: "or")))"
    }
    return "a change of `\(path)` needs \(parts.joined(separator: ", and "))"
  }
}
