/// Which requests a rule speaks of: every set that is given must match, one value of it is enough.
package struct AppliesTo: Hashable, Sendable {
  /// Each of these is nil where the rule does not ask; a set that is given is never empty.
  package var classes: Set<PersonClass>?
  package var risks: Set<Risk>?
  package var systems: Set<SystemID>?
  package var planes: Set<Plane>?
  package var groups: Set<GroupID>?
  package var subjects: Set<IdentityID>?
  /// Where it stands; absent where a rule has none and so speaks of every request.
  package var mark: Mark?

  package init(
    classes: Set<PersonClass>? = nil, risks: Set<Risk>? = nil, systems: Set<SystemID>? = nil,
    planes: Set<Plane>? = nil, groups: Set<GroupID>? = nil, subjects: Set<IdentityID>? = nil,
    mark: Mark? = nil
  ) {
    self.classes = classes
    self.risks = risks
    self.systems = systems
    self.planes = planes
    self.groups = groups
    self.subjects = subjects
    self.mark = mark
  }
}

/// A refusal that no approval outweighs.
package struct Denial: Hashable, Sendable {
  /// What whoever asks is told.
  package let message: String
  /// Denied from here on; absent: always so far.
  package let from: Instant?
  /// Denied up to and without here; absent: for ever.
  package let until: Instant?
  package let mark: Mark

  package init(message: String, from: Instant?, until: Instant?, mark: Mark) {
    self.message = message
    self.from = from
    self.until = until
    self.mark = mark
  }

  /// Whether any instant of `window` is denied.
  ///
  /// A grant may not begin before a freeze and reach into it.
  package func touches(_ window: Window) -> Bool {
    (until.map { window.start < $0 } ?? true) && (from.map { $0 < window.end } ?? true)
  }
}

/// A rule across systems: it adds requirements, or denies.
package struct Rule: Hashable, Sendable {
  package let id: RuleID
  package let description: String
  package let appliesTo: AppliesTo
  package let require: Requirements?
  /// A denial outweighs whatever any other rule allows.
  package let deny: Denial?

  package init(
    id: RuleID, description: String, appliesTo: AppliesTo, require: Requirements?, deny: Denial?
  ) {
    self.id = id
    self.description = description
    self.appliesTo = appliesTo
    self.require = require
    self.deny = deny
  }

  /// The file the rule was read from.
  package var file: String { "policies/rules/\(id).yaml" }
}
