/// What is to be done once somebody has left, line by line: a record of the ledger.
package struct OffboardingList: Hashable, Sendable, Codable {
  /// One thing to do.
  package struct Line: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
      /// A secret to rotate.
      case secret
      /// Trust to remove.
      case trust
      /// A place to look through for what Countersign does not know.
      case place
      /// Access on a target, of which nothing may be left.
      case access
    }

    /// What a sign-off calls it: a number, counted from 1 in the list.
    package let id: String
    package let kind: Kind
    /// Absent for a place.
    package let system: SystemID?
    /// The name of the secret, the trust or the place; of access, the kind of connector.
    package let text: String
    /// What closes it where something but a person was there to, when the list was opened.
    package let asks: ConnectorKind?
    /// Absent while somebody has still to do it.
    package fileprivate(set) var closed: Closing?
    /// What the system's connector said last; present while something is left.
    package fileprivate(set) var answer: Answer?
    /// What the program that knows of the secret said last.
    package fileprivate(set) var rotation: Rotation?
  }

  /// What of the person's access a connector still lists.
  package struct Answer: Hashable, Sendable, Codable {
    package let at: Instant
    /// What it is called on the target, sorted; never empty.
    package let left: [String]
  }

  /// When a secret was last rotated, as its program said.
  package struct Rotation: Hashable, Sendable, Codable {
    /// When it first said so.
    package let at: Instant
    /// Nil where it never was.
    package let last: Instant?
  }

  /// Who said that a line is done.
  package struct Closing: Hashable, Sendable, Codable {
    package let at: Instant
    package let by: [IdentityID]
    /// Absent where a connector said so.
    package let review: RequestKey?
    /// The connector that listed nothing of the person any more, or said that the secret was rotated since.
    package let connector: ConnectorKind?

    /// By a sign-off of people.
    package init(at: Instant, by: [IdentityID], review: RequestKey) {
      self.at = at
      self.by = by
      self.review = review
      connector = nil
    }

    /// By a connector's word.
    package init(at: Instant, connector: ConnectorKind) {
      self.at = at
      by = []
      review = nil
      self.connector = connector
    }
  }

  package let person: IdentityID
  /// The one person who answers for the list.
  package let owner: IdentityID
  /// When a run first saw that they have left.
  package let opened: Instant
  /// Until when it must be closed; absent in ledgers of before.
  package let due: Instant?
  /// Since when it is known to be late.
  package private(set) var overdue: Instant?
  /// Why they count as having left, in words.
  package let cause: String
  /// What the person ever held, as `system/entitlement`, sorted.
  package let held: [String]
  package private(set) var lines: [Line]

  /// The list of somebody who held `held` before they left.
  package init(
    person: IdentityID, owner: IdentityID, opened: Instant, cause: String, held: [EntitlementName],
    under policy: Policy
  ) {
    self.person = person
    self.owner = owner
    self.opened = opened
    due = opened.advanced(by: policy.settings.offboarding.within)
    self.cause = cause
    self.held = held.map(\.description)
    var texts: [(Line.Kind, SystemID?, String, asks: ConnectorKind?)] = []
    for id in Set(held.map(\.system)).sorted() {
      guard let system = policy.systems[id] else { continue }
      texts += system.secrets.map { (.secret, id, $0.name, $0.rotatedBy == nil ? nil : .exec) }
      texts += system.trust.map { (.trust, id, $0, nil) }
    }
    if let workload = policy.workloads[person], !workload.keys.isEmpty {
      // Whoever answered for it may have kept them.
      texts.append((.secret, nil, "the keys of \(person)", nil))
    }
    texts += policy.settings.offboarding.places.map { (.place, nil, $0, nil) }
    // Programs are asked about everybody; people only look where somebody has been given something.
    let looked = Set(held.map(\.system))
    texts += policy.systems.values.sorted { $0.id < $1.id }.filter {
      $0.connector.lists || $0.connector.manual != nil && looked.contains($0.id)
    }.map { system in
      let kind = system.connector.kind
      return (.access, system.id, kind.rawValue, system.connector.lists ? kind : nil)
    }
    lines = texts.enumerated().map {
      Line(id: "\($0 + 1)", kind: $1.0, system: $1.1, text: $1.2, asks: $1.asks)
    }
  }

  /// Until when it must be closed, by `settings` where it does not say itself.
  package func closes(by settings: OffboardingSettings) -> Instant {
    due ?? opened.advanced(by: settings.within)
  }

  /// The same list once it is late.
  package func late(at now: Instant) -> OffboardingList {
    var next = self
    next.overdue = now
    return next
  }

  package var isComplete: Bool { lines.allSatisfy { $0.closed != nil } }

  /// The lines that nobody has closed.
  package var open: [Line] { lines.filter { $0.closed == nil } }

  /// The open lines that only the connector of their system closes, since by `policy` it has one that lists.
  package func accessLines(under policy: Policy) -> [Line] {
    open.filter { line in
      line.kind == .access
        && line.system.flatMap { policy.systems[$0] }?.connector.lists == true
    }
  }

  /// The open lines that only a program closes, since by `policy` there is one that says when the secret was last
  /// rotated.
  package func rotationLines(under policy: Policy) -> [Line] {
    open.filter { line in
      line.kind == .secret
        && line.system.flatMap { policy.systems[$0] }?.secret(line.text)?.rotatedBy != nil
    }
  }

  /// Whether something is still to be heard that no person can say.
  package func isAsking(under policy: Policy) -> Bool {
    !accessLines(under: policy).isEmpty || !rotationLines(under: policy).isEmpty
  }

  /// The same list once the connector of `system`, of the kind `connector`, lists `left` of the person.
  ///
  /// Where it lists the same as before the list stays as it is: whoever looks at an old answer sees since when.
  package func answered(
    _ left: [String], by connector: ConnectorKind, of system: SystemID, at now: Instant
  ) -> OffboardingList {
    var next = self
    for place in next.lines.indices
    where next.lines[place].closed == nil && next.lines[place].kind == .access
      && next.lines[place].system == system && next.lines[place].answer?.left != left
    {
      next.lines[place].answer = left.isEmpty ? nil : Answer(at: now, left: left)
      if left.isEmpty { next.lines[place].closed = Closing(at: now, connector: connector) }
    }
    return next
  }

  /// The same list once the program of `secret`, which is one of `system`, says that it was rotated at `last`.
  ///
  /// Whoever has left may know what was made before the list was opened, so only what is newer closes the line; and
  /// what is ahead of the clock is no rotation that has been.
  package func rotated(
    _ secret: String, of system: SystemID, last: Instant?, at now: Instant
  ) -> OffboardingList {
    if let last, now < last { return self }
    var next = self
    for place in next.lines.indices
    where next.lines[place].closed == nil && next.lines[place].kind == .secret
      && next.lines[place].system == system && next.lines[place].text == secret
    {
      let isDone = last.map { opened < $0 } ?? false
      guard isDone || next.lines[place].rotation.map({ $0.last != last }) ?? true else { continue }
      next.lines[place].rotation = Rotation(at: now, last: last)
      if isDone { next.lines[place].closed = Closing(at: now, connector: .exec) }
    }
    return next
  }

  /// The same list with the lines called `ids` closed; what is closed already stays as it is.
  package func closing(_ ids: [String], _ closing: Closing) -> OffboardingList {
    var next = self
    for place in next.lines.indices
    where next.lines[place].closed == nil && ids.contains(next.lines[place].id) {
      next.lines[place].closed = closing
    }
    return next
  }
}

/// Everything that somebody was ever granted: a file of the ledger for each subject.
///
/// Without it an offboarding could be listed only by reading every grant there ever was.
package struct HeldRecord: Hashable, Sendable, Codable {
  package let subject: IdentityID
  /// As `system/entitlement`, sorted.
  package let entitlements: [String]

  /// Sorts the entitlements, each once.
  package init(subject: IdentityID, entitlements: some Sequence<String>) {
    self.subject = subject
    self.entitlements = Set(entitlements).sorted()
  }

  /// The entitlements by name.
  package var names: [EntitlementName] {
    entitlements.compactMap { text in
      let parts = text.split(separator: "/", maxSplits: 1)
      guard parts.count == 2, let system = SystemID(parts[0]) else { return nil }
      return EntitlementName(system: system, entitlement: String(parts[1]))
    }
  }
}

/// What somebody puts their name to who has closed lines of an offboarding.
package struct OffboardingSignOff: Hashable, Sendable {
  package let person: IdentityID
  /// The ids of lines.
  package let done: [String]
  package let personMark: Mark
  package let doneMark: Mark

  package init(person: IdentityID, done: [String], personMark: Mark, doneMark: Mark) {
    self.person = person
    self.done = done
    self.personMark = personMark
    self.doneMark = doneMark
  }
}
