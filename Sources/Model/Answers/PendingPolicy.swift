/// What policies that are not in force have by now of the approvals that they ask for, and what they lack.
package struct PendingPolicy: Sendable {
  /// A brake that stands in the way of nothing any more, once its release is approved.
  package struct Release: Sendable {
    package let brake: Brake
    /// What letting go asks for, with who gave it; empty where no line governs it, so that it cannot be released.
    package let requirements: [RequirementStatus]
    /// Why it cannot be released by what stands there now, whoever approves it.
    package let flaws: [Reason]

    package init(brake: Brake, requirements: [RequirementStatus], flaws: [Reason]) {
      self.brake = brake
      self.requirements = requirements
      self.flaws = flaws
    }
  }

  /// The paths that differ from what is in force, the directory's files apart.
  package let paths: [GovernedChange]
  package let releases: [Release]
  /// The files in force that a compromised key has left without their approvals, and that the landing holds.
  package let renewals: [GovernedChange]
  /// What no approval cures.
  package let faults: [Reason]
  /// Everything that keeps it from being in force.
  package let reasons: [Reason]

  package init(
    paths: [GovernedChange], releases: [Release], renewals: [GovernedChange], faults: [Reason],
    reasons: [Reason]
  ) {
    self.paths = paths
    self.releases = releases
    self.renewals = renewals
    self.faults = faults
    self.reasons = reasons
  }

  /// That nothing differs and nobody is to be let go.
  package static let nothing = PendingPolicy(
    paths: [], releases: [], renewals: [], faults: [], reasons: [])

  package var isNothing: Bool { paths.isEmpty && releases.isEmpty && renewals.isEmpty }

  /// Every path that an approval would speak for, each once.
  package var all: [RepositoryPath] {
    (paths.map(\.path) + releases.map(\.brake.path) + renewals.map(\.path)).firstOfEach
  }

  /// What all of it asks for.
  package var requirements: [RequirementStatus] {
    paths.flatMap(\.requirements) + releases.flatMap(\.requirements)
      + renewals.flatMap(\.requirements)
  }

  /// How many approvals are missing, each counted as often as it is asked for.
  package var missing: Int {
    requirements.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.missing } }
  }

  /// Who could still give some of what is missing, sorted.
  package var candidates: [IdentityID] {
    Set(requirements.flatMap { $0.lines.filter { $0.missing > 0 }.flatMap(\.candidates) }).sorted()
  }

  /// What of it is missing for a lack of people who could give it now; what a gift asks for besides, a signature of its
  /// owner's may replace.
  package var hopeless: [RequirementStatus] {
    (paths.compactMap(\.requirements.first) + releases.flatMap(\.requirements)
      + renewals.flatMap(\.requirements)).filter {
        $0.lines.contains { $0.candidates.count < $0.missing }
      }
  }
}
