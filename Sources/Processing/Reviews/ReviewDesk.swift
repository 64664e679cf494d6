internal import Decisions
internal import Ledger
package import Model

/// Writes the files of reviews, for those to fill in and land who have a say.
package struct ReviewDesk {
  let outlook: LedgerOutlook

  /// Looks at what `outlook` shows.
  package init(_ outlook: LedgerOutlook) { self.outlook = outlook }

  /// The time that counts.
  package var now: Instant { outlook.now }

  /// Lists who has access to `system`, for its owner to decide on.
  package func access(to system: SystemID, name: String?) throws(ProcessingError)
    -> ReviewDraftReport
  {
    let policy = try outlook.policy()
    guard let target = policy.systems[system] else {
      throw ProcessingError(
        .wrongUsage, "There is no system \(system).",
        hint: "Systems are the files of policies/systems/: "
          + policy.systems.keys.sorted().map(\.text).joined(separator: ", ") + ".")
    }
    let grants = outlook.session.live.filter { $0.system == system }
    let file = ReviewFile(
      name: name ?? "\(system)-\(day)",
      yaml: ReviewText.access(
        of: target, grants, adopted: try outlook.adopted(), mandates: outlook.session.mandates,
        at: now),
      subject: "the access to \(system)",
      step: "Write keep or remove behind each `decision:`.",
      lastStep: "Then open a pull request; the signed merge of \(target.owner) is the review.")
    return try file.write(outlook)
  }

  /// Says what an emergency grant was used for, for somebody else to sign.
  ///
  /// - Parameters:
  ///   - finding: What happened; asked for where it is absent, and then the actions as well.
  ///   - questions: Whom to ask; absent where nobody can be asked.
  package func emergency(
    _ grant: GrantID, finding: String?, actions: [String], name: String?,
    asking questions: Questions?
  ) throws(ProcessingError) -> ReviewDraftReport {
    let reviewed = try unreviewed(grant)
    var actions = actions
    let found: String
    if let finding {
      found = finding
    } else {
      found = try self.finding(about: reviewed, asking: questions)
      if actions.isEmpty, let questions { actions = try self.actions(asking: questions) }
    }
    let file = ReviewFile(
      name: name ?? "\(grant)",
      yaml: ReviewText.emergency(reviewed, finding: found, actions: actions),
      subject: "the emergency of \(reviewed.subject) on \(reviewed.entitlementName)",
      step: nil,
      lastStep: "Then open a pull request; the signed merge of somebody who neither had nor "
        + "approved the access is the review.")
    return try file.write(outlook)
  }

  /// Says that access was given or taken away by hand, for an assignee to sign.
  package func confirmation(
    of grant: GrantID, note: String?, name: String?
  ) throws(ProcessingError) -> ReviewDraftReport {
    let (waiting, deed) = try unconfirmed(grant)
    let people = try outlook.policy().people(assignedTo: waiting).map(\.text)
    let file = ReviewFile(
      name: name ?? "\(grant)-\(deed.rawValue)",
      yaml: ReviewText.confirmation(of: waiting, deed, note: note),
      subject: "what was done by hand: \(waiting.entitlementName) \(deed.rawValue)", step: nil,
      lastStep: "Then open a pull request; the signed merge of "
        + (people.isEmpty
          ? "an assignee is what counts, and there is nobody: name one in the system's file."
          : "\(people.joined(separator: " or ")) is what counts."))
    return try file.write(outlook)
  }

  /// The day, for the names of files.
  var day: String { String(now.description.prefix(10)) }

  private func unreviewed(_ grant: GrantID) throws(ProcessingError) -> Grant {
    let waiting = try outlook.unreviewed()
    guard let found = waiting.first(where: { $0.id == grant }) else {
      let ids = waiting.map(\.id.description).joined(separator: ", ")
      throw ProcessingError(
        .negative, "No emergency grant \(grant) waits for a review.",
        hint: ids.isEmpty ? "None does." : "These do: \(ids).")
    }
    guard !found.state.isLive || found.end <= outlook.now else {
      throw ProcessingError(
        .negative, "\(grant) lasts until \(found.end); what is not over cannot be looked back at.",
        hint: "Review it afterwards, by \(found.emergency?.reviewBy ?? found.end).")
    }
    return found
  }

  private func finding(
    about grant: Grant, asking questions: Questions?
  ) throws(ProcessingError) -> String {
    guard let questions else {
      throw ProcessingError(
        .wrongUsage,
        "Missing, and nobody can be asked, since this is no terminal: \(OptionName.finding).",
        hint: "Say what \(grant.subject) did with \(grant.entitlementName), and whether it was "
          + "needed.")
    }
    questions.show(
      "\(grant.subject) had \(grant.entitlementName) from \(grant.start) to \(grant.end): "
        + "\(grant.reason)")
    return try questions.answer("What happened, and was it needed?") { $0.isEmpty ? nil : $0 }
  }

  /// The actions that are typed until an empty line.
  private func actions(asking questions: Questions) throws(ProcessingError) -> [String] {
    var actions: [String] = []
    while true {
      let question = actions.isEmpty ? "What is to be done about it?" : "And what else?"
      let next = try questions.answer("\(question) Empty for nothing", default: "") { $0 }
      guard !next.isEmpty else { return actions }
      actions.append(next)
    }
  }

  /// The grant, and what is to be confirmed of it: where its window is over, that it was taken away, whether
  /// or not a run has said so yet.
  private func unconfirmed(
    _ grant: GrantID
  ) throws(ProcessingError) -> (Grant, HandConfirmation.Deed) {
    let live = outlook.session.live
    if let found = live.first(where: { $0.id == grant }), found.connector == .manual {
      if found.end <= outlook.now { return (found, .taken) }
      if let work = found.handWork { return (found, work.done) }
    }
    if let found = live.first(where: { $0.id == grant }), found.takes(.taken) {
      return (found, .taken)
    }
    let ids = live.filter { $0.handWork != nil }.map(\.id.description).joined(separator: ", ")
    throw ProcessingError(
      .negative, "Nothing waits to be done by hand for \(grant).",
      hint: ids.isEmpty ? "Nothing does for any grant." : "These wait: \(ids).")
  }
}
