/// A policy that came into force, and the approvals that carried each changed file.
///
/// The approvals are kept so that a key found out later can take down what only it carried.
package struct PolicyAcceptance: Hashable, Sendable, Codable {
  /// How many acceptances the ledger has from before it: of two that bring a file the later counts.
  package let number: Int
  package let landing: ObjectID
  /// The `policies/` tree that came into force.
  package let tree: ObjectID
  package let changes: [AcceptedChange]
  /// Set where nothing came into force with it: `changes` were approved anew, which had lost their approvals.
  package let isAnew: Bool?

  package init(
    number: Int, landing: ObjectID, tree: ObjectID, changes: [AcceptedChange], isAnew: Bool = false
  ) {
    self.number = number
    self.landing = landing
    self.tree = tree
    self.changes = changes
    self.isAnew = isAnew ? true : nil
  }

  /// Why no ledger could hold it; nil where one can.
  ///
  /// A record that nobody reads again would end every run for ever (THREATS row 56).
  package var excess: Reason? {
    let hint = "Land the change in parts, each with its own approvals."
    guard changes.count <= Bounds.acceptedChanges else {
      return Reason(
        .tooLarge,
        "The landing changes \(changes.count) policy files, more than the \(Bounds.acceptedChanges) of one landing.",
        hint: hint)
    }
    guard changes.reduce(1000, { $0 + $1.recordedSize }) <= Bounds.record else {
      return Reason(
        .tooLarge, "The landing's policy files have more approvals than one record holds.",
        hint: hint)
    }
    return nil
  }
}

/// One file of an accepted policy.
package struct AcceptedChange: Hashable, Sendable, Codable {
  package let path: RepositoryPath
  /// The approvals that its governance asked for, list by list.
  package let requirements: [AcceptedRequirement]
  /// Set where it was approved anew by those whom it had brought in, since nobody else was left.
  package let isLastResort: Bool?

  package init(
    path: RepositoryPath, requirements: [AcceptedRequirement], isLastResort: Bool = false
  ) {
    self.path = path
    self.requirements = requirements
    self.isLastResort = isLastResort ? true : nil
  }

  /// Every approval that could have taken a line of it.
  package var approvals: [Approval] {
    requirements.flatMap(\.lines).flatMap(\.approvals).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// Bytes that it takes in a record, or a little more.
  fileprivate var recordedSize: Int {
    requirements.reduce(200 + jsonSize(path.description)) { size, requirement in
      requirement.lines.reduce(size + 100) { $0 + 100 + $1.approvals.count * 400 }
    }
  }

  /// Whether what it needed is still there once every approval by one of `keys`, or of `people`, is taken away.
  package func stands(without keys: Set<String>, of people: Set<IdentityID> = []) -> Bool {
    requirements.allSatisfy { requirement in
      Assignment(
        slots: requirement.lines.map { line in
          Assignment.Slot(
            count: line.count,
            people: line.approvals.filter { !keys.contains($0.key) && !people.contains($0.person) }
              .map(\.person))
        }
      ).isComplete
    }
  }
}

/// One `approvals` list that a change met: its lines take different people.
package struct AcceptedRequirement: Hashable, Sendable, Codable {
  package let lines: [AcceptedLine]

  package init(lines: [AcceptedLine]) { self.lines = lines }
}

/// One line of such a list with everybody who could have taken it.
package struct AcceptedLine: Hashable, Sendable, Codable {
  /// How many people the line asks for.
  package let count: Int
  /// By everybody who could have taken the line, be they more than it asks for.
  package let approvals: [Approval]

  package init(count: Int, approvals: [Approval]) {
    self.count = count
    self.approvals = approvals
  }
}
