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
    /// `group:`, `person:` and `sponsor`: a person's file has whoever answers for the person.
    case peopleGovernance
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
    if case .scalar(let text, _) = element.content {
      if text == "owner", scope == .request { return .owner }
      if text == "sponsor", scope != .governance { return .sponsor }
    }
    let expected =
      switch scope {
      case .request: "`group:<id>`, `person:<id>`, `owner` or `sponsor`"
      case .governance: "`group:<id>` or `person:<id>`"
      case .peopleGovernance: "`group:<id>`, `person:<id>` or `sponsor`"
      }
    guard case .scalar(let text, _) = element.content, text.utf8.contains(UInt8(ascii: ":")) else {
      let isSponsor = if case .scalar("sponsor", _) = element.content { true } else { false }
      return refuse(
        expected: expected,
        hint: isSponsor
          ? "a line asks for `sponsor` only where all its paths begin with `\(Person.folder)/`"
          : nil,
        &findings)
    }
    return owner(&findings).map {
      switch $0 {
      case .person(let id): .person(id)
      case .group(let id): .group(id)
      }
    }
  }
}
