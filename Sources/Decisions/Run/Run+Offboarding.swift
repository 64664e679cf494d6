import Model

extension Run {
  /// Opens a list for everybody who has left since the ledger was last written and ever held access.
  mutating func openOffboardings() {
    for id in snapshot.leavers {
      guard let cause = snapshot.policy.policy.departure(of: id, at: now) else { continue }
      let held = Set(snapshot.record.held[id]?.names ?? [])
        .union(issued.filter { $0.subject == id }.map(\.entitlementName)).sorted()
      guard !held.isEmpty,
        let owner = snapshot.policy.policy.offboardingOwner(of: id, systems: held.map(\.system))
      else { continue }
      let list = OffboardingList(
        person: id, owner: owner, opened: now, cause: cause, held: held,
        under: snapshot.policy.policy)
      leaving[id] = list.isComplete ? nil : list
      decide(.offboard(list))
    }
  }

  /// Notes which lists should have been closed by now: each is told once, and stays a finding until it is closed.
  mutating func noteLateOffboardings() {
    for list in leaving.values.sorted(by: { $0.person < $1.person })
    where list.overdue == nil && list.closes(by: snapshot.policy.policy.settings.offboarding) <= now
    {
      let late = list.late(at: now)
      leaving[list.person] = late
      decide(.offboard(late))
    }
  }

  /// Notes what connectors list of those who have left: nothing, which closes their lines, or what is left; and
  /// what programs say of secrets.
  mutating func hearLeaverAnswers() {
    let answers = Dictionary(grouping: snapshot.leaverAnswers, by: \.person)
    for list in leaving.values.sorted(by: { $0.person < $1.person }) {
      var next = list
      let policy = snapshot.policy.policy
      let waiting = Set(list.accessLines(under: policy).compactMap(\.system))
      let secrets = list.rotationLines(under: policy)
      for answer in answers[list.person] ?? [] {
        switch answer.word {
        case .left(let left):
          guard waiting.contains(answer.system),
            let kind = policy.systems[answer.system]?.connector.kind
          else { continue }
          next = next.answered(left, by: kind, of: answer.system, at: now)
        case .rotated(let secret, let last):
          guard secrets.contains(where: { $0.system == answer.system && $0.text == secret }) else {
            continue
          }
          next = next.rotated(secret, of: answer.system, last: last, at: now)
        }
      }
      guard next != list else { continue }
      leaving[list.person] = next.isComplete ? nil : next
      decide(.offboard(next))
    }
  }

  /// Whether something has still to be heard that only a connector or a secret's program can say.
  var waitsForLeaverAnswers: Bool {
    leaving.values.contains { $0.isAsking(under: snapshot.policy.policy) }
  }

  /// Closes the lines of `list` that its owner signed off.
  mutating func close(
    _ done: [String], of list: OffboardingList, _ landed: LandedSignOff, _ reviewers: [Approval]
  ) {
    let next = list.closing(
      done,
      OffboardingList.Closing(
        at: now, by: Set(reviewers.map(\.person)).sorted(), review: landed.key))
    leaving[list.person] = next.isComplete ? nil : next
    decide(.offboard(next))
  }

  var issued: [Grant] {
    decisions.compactMap { if case .issue(let grant, _) = $0 { grant } else { nil } }
  }
}

extension SignOffHearing {
  /// Whether `signOff` closes lines of `list`, which its owner alone can do; nil is no incomplete list.
  func verdict(on signOff: OffboardingSignOff, of list: OffboardingList?) -> Verdict {
    guard let list else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .invalidDocument, "No offboarding of `\(signOff.person)` is incomplete.",
            at: place(signOff.personMark), hint: "`countersign status` lists those that are.")
        ])
    }
    // Where the owner has left as well, whoever would own the list now takes it over.
    let successor = policy.offboardingOwner(
      of: list.person,
      systems: Set(list.lines.compactMap(\.system)).sorted())
    let owner = standing.isActive(list.owner) ? list.owner : successor ?? list.owner
    let (reviewers, notes) = counted { person in
      person == owner ? nil : (.notAnApprover, "the list is owned by `\(owner)`")
    }
    var reasons = landed.flaws
    let unknown = signOff.done.filter { id in !list.lines.contains { $0.id == id } }
    if !unknown.isEmpty {
      reasons.append(
        Reason(
          .invalidDocument, "The list of `\(list.person)` has no line \(listed(unknown)).",
          at: place(signOff.doneMark), hint: "`countersign explain \(list.person)` shows the lines."
        )
      )
    }
    let asked = list.accessLines(under: policy).filter { signOff.done.contains($0.id) }
    if !asked.isEmpty {
      let systems = listed(Set(asked.compactMap(\.system)).sorted().map(\.text))
      reasons.append(
        Reason(
          .invalidDocument,
          "\(asked.count == 1 ? "The line" : "The lines") \(listed(asked.map(\.id))) nobody signs off: "
            + "the connector of \(systems) says itself when nothing is left.",
          at: place(signOff.doneMark),
          hint:
            "Take away what `countersign explain \(list.person)` shows; the next run asks again."
        ))
    }
    let rotated = list.rotationLines(under: policy).filter { signOff.done.contains($0.id) }
    if !rotated.isEmpty {
      reasons.append(
        Reason(
          .invalidDocument,
          "\(rotated.count == 1 ? "The line" : "The lines") \(listed(rotated.map(\.id))) nobody signs off: "
            + "what `rotated_by` names says itself when \(listed(rotated.map(\.text))) was last rotated.",
          at: place(signOff.doneMark),
          hint: "Rotate it; the next run asks again."))
    }
    if reviewers.isEmpty { reasons += unsigned("`\(owner)`, who owns the list", notes) }
    return Verdict(reviewers: reviewers, reasons: reasons)
  }
}
