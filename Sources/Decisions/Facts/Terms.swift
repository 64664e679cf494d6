import Model

/// All that is asked of one subject for one entitlement: the entitlement's own terms and those of every
/// rule that applies (DESIGN section 3, "How words combine").
///
/// A class, since thousands of requests may be held against the same terms, which never change.
final class Terms: Sendable {
  /// One `approvals` list: satisfied on its own.
  struct List: Sendable {
    let origin: String
    let file: String
    let lines: [ApprovalLine]
  }

  /// What a rule asks of the ticket.
  struct Ticket: Sendable {
    let rule: String
    let pattern: String
    let location: SourceLocation
  }

  let name: EntitlementName
  let system: TargetSystem
  let entitlement: Entitlement
  /// The rules that apply, sorted by id.
  let rules: [Rule]
  /// The terms for an emergency, where the request is one and the entitlement has any.
  let emergency: EmergencyTerms?
  /// Who may ask, and where that stands.
  let eligible: Marked<[EligibleSelector]>
  let lists: [List]
  /// The shortest that anybody states.
  let maximum: Placed<Duration>
  /// The highest that anybody states, `personal` where nobody does.
  let assurance: Assurance
  /// What the ticket must match, by each rule that says so.
  let tickets: [Ticket]
  /// Whether each change must be signed, and what says so.
  let signedRequest: Placed<Bool>

  /// - Parameter isEmergency: The entitlement's terms for emergencies stand in the place of its own, and
  ///   no rule adds approvals: who breaks the glass is not to wait for somebody (DESIGN section 8). All
  ///   else that rules ask stays: tickets, assurance, signatures, shorter windows, denials.
  convenience init(
    for subject: IdentityID, of system: TargetSystem, _ entitlement: Entitlement,
    under policy: Policy, isEmergency: Bool = false
  ) {
    let traits = Traits(of: subject, under: policy)
    self.init(
      of: system, entitlement,
      by: policy.rules.filter { $0.appliesTo.matches(traits, system, entitlement) },
      isEmergency: isEmergency)
  }

  /// What is asked where just `rules` apply, which are sorted by id.
  ///
  /// - Parameter added: Lists to satisfy on top.
  init(
    of system: TargetSystem, _ entitlement: Entitlement, by rules: [Rule],
    isEmergency: Bool = false, adding added: [List] = []
  ) {
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    self.name = name
    self.system = system
    self.entitlement = entitlement
    self.rules = rules
    emergency = isEmergency ? entitlement.emergency : nil
    if let emergency {
      eligible = Marked(emergency.eligible, emergency.mark)
      lists =
        emergency.approvals.isEmpty
        ? added
        : [List(origin: "\(name) in an emergency", file: system.file, lines: emergency.approvals)]
          + added
    } else {
      eligible = Marked(entitlement.eligible, entitlement.eligibleMark)
      lists =
        [List(of: entitlement, in: system)] + rules.compactMap(List.init) + added
    }
    let own =
      emergency.map { Marked($0.maximumDuration, $0.mark) } ?? entitlement.maximumDuration
    maximum = rules.reduce(Placed(own, in: system.file)) { shortest, rule in
      guard let stated = rule.require?.maximumDuration, stated.value < shortest.value else {
        return shortest
      }
      return Placed(stated, in: rule.file)
    }
    assurance = Terms.assurance(of: entitlement, rules)
    tickets = rules.compactMap { rule in
      guard let pattern = rule.require?.ticket else { return nil }
      return Ticket(
        rule: "\(rule.id)", pattern: pattern.value,
        location: SourceLocation(file: rule.file, mark: pattern.mark))
    }
    signedRequest = signature(of: entitlement, in: system.file, rules)
  }

  /// The highest that the entitlement or one of `rules` states, `personal` where none does.
  static func assurance(of entitlement: Entitlement, _ rules: [Rule]) -> Assurance {
    ([entitlement.assurance] + rules.map { $0.require?.assurance }).compactMap { $0?.value }
      .max() ?? .personal
  }

  /// The same with approvals that `lists` ask for on top.
  func adding(_ lists: [List]) -> Terms {
    Terms(of: system, entitlement, by: rules, isEmergency: emergency != nil, adding: lists)
  }

  /// The denials that some instant of `window` meets, with the rules that deny.
  func denials(touching window: Window) -> [(rule: Rule, denial: Denial)] {
    rules.compactMap { rule in
      guard let denial = rule.deny, denial.touches(window) else { return nil }
      return (rule, denial)
    }
  }
}

extension Terms.List {
  /// What `entitlement` asks for itself.
  init(of entitlement: Entitlement, in system: TargetSystem) {
    self.init(
      origin: "\(EntitlementName(system: system.id, entitlement: entitlement.name))",
      file: system.file, lines: entitlement.approvals)
  }

  /// What a rule asks for on top; nil where it asks for no approvals.
  init?(_ rule: Rule) {
    guard let lines = rule.require?.approvals, !lines.isEmpty else { return nil }
    self.init(origin: "rule \(rule.id)", file: rule.file, lines: lines)
  }
}

/// Whether changes must be signed: yes if anybody says so, else no if anybody says so, else by the risk.
private func signature(
  of entitlement: Entitlement, in file: String, _ rules: [Rule]
) -> Placed<Bool> {
  var stated: [Placed<Bool>] = []
  if let own = entitlement.signedRequest { stated.append(Placed(own, in: file)) }
  for rule in rules {
    if let added = rule.require?.signedRequest { stated.append(Placed(added, in: rule.file)) }
  }
  return stated.first(where: \.value) ?? stated.first
    ?? Placed(
      entitlement.risk == .high || entitlement.risk == .critical,
      at: SourceLocation(file: file, mark: entitlement.mark))
}

extension AppliesTo {
  /// Whether every set that is given has a value of this case.
  func matches(_ traits: Traits, _ system: TargetSystem, _ entitlement: Entitlement) -> Bool {
    matches(system, entitlement) && matches(traits)
  }

  /// Whether the sets that speak of what is asked for have a value of this entitlement.
  func matches(_ system: TargetSystem, _ entitlement: Entitlement) -> Bool {
    (risks?.contains(entitlement.risk) ?? true) && (systems?.contains(system.id) ?? true)
      && (planes?.contains(system.plane) ?? true)
  }

  /// Whether the sets that speak of who asks have a value of this subject.
  func matches(_ traits: Traits) -> Bool {
    (classes.map { !$0.isDisjoint(with: traits.classes) } ?? true)
      && (groups.map { !$0.isDisjoint(with: traits.groups) } ?? true)
      && (subjects?.contains(traits.id) ?? true)
  }
}
