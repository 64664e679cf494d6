package import Model
internal import Signatures

/// Whether a run may begin a ledger.
package enum LedgerBeginning: Equatable {
  case none
  case first
  /// In the place of the ledger with this tip.
  case replacing(ObjectID)
}

/// One `countersign run`: stateless, from ledger and mainline to new ledger commits (DESIGN section 7).
package struct Runner {
  let repository: String
  let anchor: ObjectID
  /// Needed to write; a dry run does without.
  let key: SSHPrivateKey?
  let remote: String?
  let witness: String?
  private(set) var beginning: LedgerBeginning
  let isDrill: Bool
  /// The time that `--now` gives.
  let assumed: Instant?
  let clock: Instant
  let isDryRun: Bool
  /// Whether policy may name a program to start.
  let mayStartPrograms: Bool
  /// Who signs for certificate authorities, before anybody was asked.
  let certificates: CertificateDesk
  /// The programs and addresses that policy may name in connectors.
  let connectors: Set<String>
  let outside: Outside

  /// - Parameters:
  ///   - repository: Its directory.
  ///   - remote: From where mainline and ledger come, and to where the ledger goes; nil for the repository's own branches.
  ///   - witness: An address in the place of the one that the settings name.
  ///   - assumed: The time of a drill, in the place of `clock`.
  ///   - mayStartPrograms: Whether ticket sources of type `exec` may be asked.
  ///   - connectors: What of connectors' programs, servers and services this runner agrees to use.
  /// - Throws: Where `key` is no private SSH key.
  package init(
    repository: String, anchor: ObjectID, key: GivenKey?, remote: String?, witness: String?,
    beginning: LedgerBeginning, isDrill: Bool, assumed: Instant?, clock: Instant, isDryRun: Bool,
    mayStartPrograms: Bool, certificates: CertificateDesk, connectors: Set<String>, outside: Outside
  ) throws(ProcessingError) {
    self.repository = repository
    self.anchor = anchor
    self.key = try key?.sshKey(called: GivenKey.processor)
    self.remote = remote
    self.witness = witness
    self.beginning = beginning
    self.isDrill = isDrill
    self.assumed = assumed
    self.clock = clock
    self.isDryRun = isDryRun
    self.mayStartPrograms = mayStartPrograms
    self.certificates = certificates
    self.connectors = connectors
    self.outside = outside
  }

  /// How often a run decides again after somebody else wrote first.
  static let attempts = 25

  /// Does the work, in the order in which nothing that ends waits for what begins (DESIGN section 7).
  ///
  /// What fails on the way does not undo what was pushed before: the result says both.
  package func run() async throws(ProcessingError) -> RunResult {
    let workspace = try Workspace(
      opening: repository, anchor: anchor, cacheKey: key, outside: outside)
    // The process ends with the run; to free the policies of thousands takes as long as judging.
    _ = Unmanaged.passRetained(workspace.policies)
    var session = try RunSession(self, workspace)
    do throws(ProcessingError) {
      if isDryRun {
        try await session.foretell()
      } else {
        try await session.endWhatIsOver()
        try await session.endWhatTheTipEnds()
        try await session.takeInLandings()
        try await session.actAtTargets()
        try session.end()
      }
    } catch {
      await session.settle()
      guard session.result.hasMoved else { throw error }
      session.stop(error)
    }
    if !isDryRun { workspace.cache?.keep(workspace.policies) }
    return session.result
  }

  /// The processor's key, which everything but a dry run needs.
  func signingKey() throws(ProcessingError) -> SSHPrivateKey {
    guard let key else {
      throw ProcessingError(
        .wrongUsage, "The processor's key is missing.",
        hint: "Pass \(OptionName.key) <file> or set COUNTERSIGN_KEY.")
    }
    return key
  }

  /// The same run once its ledger has begun.
  var begun: Runner {
    var next = self
    next.beginning = .none
    return next
  }
}
