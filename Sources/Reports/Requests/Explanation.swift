import Model

extension Explanation: Report {
  /// What would bring what is missing; nothing where nobody could give it, or it would not help.
  var waysOn: [String] {
    guard isOpen, let evaluation, evaluation.verdict == .pending,
      evaluation.requirements.contains(where: { $0.lines.contains { !$0.candidates.isEmpty } })
    else { return [] }
    return shortages.compactMap(\.hint).firstOfEach
  }

  /// The window that is granted, or would be and is known before it is issued.
  var window: Window? {
    if let grant { return grant.window }
    return isOpen && request?.starts != nil ? evaluation?.window : nil
  }

  /// The approvals that are known: those that counted, and any that the records have besides.
  var approvals: [Approval] {
    let seen = (evaluation?.counted ?? []) + (record?.approvals ?? [])
    return (seen.map(\.approval) + (grant?.approvals ?? [])).firstOfEach
      .sorted { ($0.person, $0.commit) < ($1.person, $1.commit) }
  }
}
