/// What a landing holds in `policies/`, held against the policy in force: facts, no judgement.
package struct PolicyProposal: Sendable {
  /// What the files say together.
  package enum Reading: Sendable {
    case policy(Policy)
    case faults([Reason])
  }

  /// Absent for a branch that has not landed.
  package let landing: ObjectID?
  /// Whether it landed after what is in force was accepted, so that it may come into force.
  package let isCandidate: Bool
  /// Nil where the landing has no such folder.
  package let tree: ObjectID?
  package let reading: Reading
  /// Every path that differs, sorted; those of the directory apart.
  package let changes: [PolicyChange]
  /// What only somebody who can read keys can say against it: some are too weak, or no keys.
  package let keyFaults: [Reason]
  /// Of the people whom its governance lines name, those whose keys could sign now; by their own files alone.
  package let able: Set<IdentityID>
  /// What it says at the paths of the brakes that hold.
  package let lifts: [LiftedBrake]

  package init(
    landing: ObjectID?, isCandidate: Bool, tree: ObjectID?, reading: Reading,
    changes: [PolicyChange], keyFaults: [Reason], able: Set<IdentityID>, lifts: [LiftedBrake] = []
  ) {
    self.landing = landing
    self.isCandidate = isCandidate
    self.tree = tree
    self.reading = reading
    self.changes = changes
    self.keyFaults = keyFaults
    self.able = able
    self.lifts = lifts
  }

  /// The policy, where its files can be read.
  package var policy: Policy? {
    if case .policy(let policy) = reading { policy } else { nil }
  }
}

/// One path at which a proposal differs from the policy in force, and who made it so.
package struct PolicyChange: Sendable {
  package let path: RepositoryPath
  /// Whoever changed the path since the mainline last held there what is in force.
  package let changes: [RequestChange]
  /// The commits among them that hold what is proposed.
  package let holders: [ObjectID]
  /// Why nobody can tell who made it.
  package let flaws: [Reason]
  /// What a file of certificates gives whom; absent for other files.
  package let certificate: CertificateGift?
  /// The names of the keys that it marks as compromised and that were not.
  package let marked: Set<String>

  package init(
    path: RepositoryPath, changes: [RequestChange], holders: [ObjectID], flaws: [Reason],
    certificate: CertificateGift? = nil, marked: Set<String> = []
  ) {
    self.marked = marked
    self.path = path
    self.changes = changes
    self.holders = holders
    self.flaws = flaws
    self.certificate = certificate
  }

  /// The mend that helps whatever has landed.
  package static let way =
    "Put the path back as it is in force and make the change again, both in one push, then have it approved late: "
    + "countersign approve policies."

  /// The mend where nobody is left who could approve anew what a compromised key had carried.
  package static let wayIn =
    "Nobody is left who could approve it anew: bring new people into a group that \(Settings.file) names for its own line, by a change "
    + "that those whom it asks approve; then the new ones do: countersign approve policies."

  /// Everybody who had a part in it.
  package var authors: Set<IdentityID> { Set(changes.flatMap(\.people)) }

  /// Whether each change is signed by a key of one of `people`, and one that they signed holds what is proposed.
  package func isSigned(by people: Set<IdentityID>) -> Bool {
    !holders.isEmpty && changes.allSatisfy { $0.signer.map(people.contains) ?? false }
  }
}

/// What a change of a file of certificates gives.
package struct CertificateGift: Sendable {
  /// The people whose file it is, before the change or after it, sorted.
  package let people: [IdentityID]
  /// Whether it makes a key usable that was not, or lets one live longer.
  package let isKey: Bool

  package init(people: [IdentityID], isKey: Bool) {
    self.people = people
    self.isKey = isKey
  }
}

/// What a landing says at the path of a brake.
package struct LiftedBrake: Sendable {
  package let brake: Brake
  /// Whether what stands there stops them no more.
  package let isLifted: Bool
  /// Whether it is what the policy in force has there.
  package let isInForce: Bool
  /// What stands there; absent where nothing does.
  package let blob: ObjectID?
  /// Who took the stop away.
  package let changes: [RequestChange]
  /// Why nobody can tell who took it away.
  package let flaws: [Reason]

  /// The mend where whoever took the stop away is in the way.
  package static let way =
    "Let somebody whose approval is not needed put the stop back and take it away again, in two commits of one push, "
    + "then have that approved late: countersign approve policies."

  package init(
    brake: Brake, isLifted: Bool, isInForce: Bool, blob: ObjectID?,
    changes: [RequestChange], flaws: [Reason]
  ) {
    self.brake = brake
    self.isLifted = isLifted
    self.isInForce = isInForce
    self.blob = blob
    self.changes = changes
    self.flaws = flaws
  }

  package var authors: Set<IdentityID> { Set(changes.flatMap(\.people)) }
}
