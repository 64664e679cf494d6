/// What acceptance has come to, besides the policy in force: what the ledger's cursor keeps of it.
package struct GovernanceState: Hashable, Sendable, Codable {
  /// The landing whose policies are in force; the anchor before anything was accepted.
  package var origin: ObjectID
  /// The landing at which they came into force: `origin`, or a later one.
  package var since: ObjectID
  /// The last landing after `since` that changed `policies/`.
  package var newest: ObjectID?
  /// The directory's files that are in force.
  package var directory: DirectoryInForce
  /// The landings since `origin` that changed `policies/`, and since the oldest brake that holds those that changed
  /// them or pulled one; oldest first (`remembered`).
  package var landings: [MainlineJoint]
  /// Each person's newest approval, in order of who gave it.
  package var approvals: [PolicyApproval]
  /// Why what landed since approves nothing, the newest (`rememberedNotes`).
  package var notes: [Reason]
  /// The brakes that hold, in the order in which they were pulled.
  package var brakes: [Brake]
  /// The releases of the last seven days.
  package var releases: [BrakeRelease]
  /// When brakes were pulled that nobody in force signed, in the last 24 hours.
  package var unsigned: [Instant]
  /// What ended in the last 24 hours since the rules changed, or somebody else was stopped.
  package var endings: [MassEnding]
  /// How many more may end so, by reviews that named the number.
  package var allowances: [MassAllowance]
  /// The live grants that would end so and wait for a review, sorted.
  package var spared: [GrantID]
  /// What waits to be accepted; absent while the mainline holds what is in force.
  package var waiting: WaitingPolicy?

  /// How many landings that changed policies are remembered: for more, the authors of a change are unknown.
  package static let remembered = 1000
  /// How many notes are remembered.
  package static let rememberedNotes = 20

  /// What it is where nothing but the policy in force is known.
  package init(origin: ObjectID, since: ObjectID, directory: DirectoryInForce) {
    self.origin = origin
    self.since = since
    self.directory = directory
    landings = []
    approvals = []
    notes = []
    brakes = []
    releases = []
    unsigned = []
    endings = []
    allowances = []
    spared = []
  }
}

/// Policies on the mainline that are not in force, and what they lack.
package struct WaitingPolicy: Hashable, Sendable, Codable {
  /// A path that differs, with what it lacks.
  package struct Path: Hashable, Sendable, Codable {
    package let path: RepositoryPath
    /// Whose approvals are missing, in words; empty where the path has all.
    package let missing: [String]

    package init(path: RepositoryPath, missing: [String]) {
      self.path = path
      self.missing = missing
    }
  }

  /// The landing that a late approval should name.
  package let landing: ObjectID
  /// The first paths that differ.
  package let paths: [Path]
  /// How many more there are.
  package let more: Int
  /// Everything that keeps it from being in force.
  package let reasons: [Reason]

  /// How many paths are named.
  package static let named = 50

  package init(landing: ObjectID, paths: [Path], more: Int, reasons: [Reason]) {
    self.landing = landing
    self.paths = paths
    self.more = more
    self.reasons = reasons
  }
}

/// How many grants ended at one time because what is in force changed, or because somebody else was stopped.
package struct MassEnding: Hashable, Sendable, Codable {
  /// A change of what is in force, or a brake that stopped somebody else.
  package enum Cause: String, Hashable, Sendable, Codable { case change, brake }

  package let at: Instant
  package let cause: Cause
  package var count: Int

  package init(at: Instant, cause: Cause, count: Int) {
    (self.at, self.cause, self.count) = (at, cause, count)
  }
}

/// What a review that names a number lets end besides.
package struct MassAllowance: Hashable, Sendable, Codable {
  /// How many it still lets end.
  package var grants: Int
  /// When the review is forgotten: it was for the change that it came with.
  package let until: Instant

  package init(grants: Int, until: Instant) { (self.grants, self.until) = (grants, until) }

  /// Why `count` grants wait for such a review.
  package static func reason(waiting count: Int) -> Reason {
    Reason(
      .noLongerAllowed,
      "\(count == 1 ? "One live grant does" : "\(count) live grants do") not hold any more and "
        + "\(count == 1 ? "waits" : "wait") for a review: more would end within 24 hours than "
        + "`mass_revocation` lets.",
      at: SourceLocation(file: Settings.file),
      hint:
        "If it is meant, land reviews/<name>.yaml with `revocation: {grants: \(count)}` and a `reason`, "
        + "with the approvals that govern \(Settings.file): countersign approve reviews/<name>.yaml"
    )
  }
}
