import Model

enum ApprovalLineKey: String, CaseIterable {
  case count, from
}

extension Field {
  /// Whom an approval line may take people from.
  enum ApproverScope {
    /// `group:`, `person:`, `owner` and `sponsor`.
    case request
    /// `group:` and `person:` only: a path has neither owner nor sponsor.
    case governance
  }

  /// A list of lines such as `{count: 1, from: [group:dba]}`.
  func approvals(
    _ scope: ApproverScope, mayBeEmpty: Bool = false, _ findings: inout Findings
  ) -> [ApprovalLine] {
    list(mayBeEmpty: mayBeEmpty, &findings).compactMap { $0.approvalLine(scope, &findings) }
  }

  private func approvalLine(
    _ scope: ApproverScope, _ findings: inout Findings
  ) -> ApprovalLine? {
    guard
      let fields = Fields<ApprovalLineKey>(element, of: "a line of approvals", &findings)
    else { return nil }
    let count = fields.required(.count, example: "1", &findings)?
      .integer(1...Limits.approvers, &findings)
    let from = fields.required(.from, example: "[group:<id>]", &findings).map { field in
      distinct(field.list(mayBeEmpty: false, &findings), &findings) {
        $0.approver(scope, &$1)
      }
    }
    guard let count, let from else { return nil }
    return ApprovalLine(count: count, from: from, mark: mark)
  }

  private func approver(
    _ scope: ApproverScope, _ findings: inout Findings
  ) -> ApproverSelector? {
    if scope == .request, case .scalar(let text, _) = element.content {
      if text == "owner" { return .owner }
      if text == "sponsor" { return .sponsor }
    }
    let expected =
      switch scope {
      case .request: "`group:<id>`, `person:<id>`, `owner` or `sponsor`"
      case .governance: "`group:<id>` or `person:<id>`"
      }
    guard case .scalar(let text, _) = element.content, text.utf8.contains(UInt8(ascii: ":")) else {
      return refuse(expected: expected, &findings)
    }
    return owner(&findings).map {
      switch $0 {
      case .person(let id): .person(id)
      case .group(let id): .group(id)
      }
    }
  }
}
