internal import Git
internal import Ledger
internal import Model

/// Another repository, with other credentials, that remembers how far the ledger had come (DESIGN section 7).
///
/// A ledger that was rolled back or deleted does not descend from what the witness has.
struct Witness {
  /// Seconds within which it says what it has; a run does not wait longer for one that hangs.
  private static let lookLimit = 20
  /// Seconds within which it takes what is new: the whole ledger, the first time.
  private static let pushLimit = 300

  private let repository: Repository
  private let remote: Remote
  private let reference: String
  private let credentials: Credentials
  /// What it had when the run began, or was shown since.
  private var tip: ObjectID?

  /// Asks the witness at `url` what it has.
  ///
  /// - Throws: Where it cannot be reached.
  init(_ url: String, _ workspace: Workspace) throws(GitError) {
    repository = workspace.repository
    reference = workspace.ledgerReference
    credentials = workspace.outside.credentials(.witness)
    remote = try workspace.repository.remote(url)
    tip = try workspace.repository.remoteReferences(
      remote, credentials: credentials, limit: Self.lookLimit)[reference]
  }

  /// Whether it has seen a ledger at all.
  var hasLedger: Bool { tip != nil }

  /// How a ledger compares with what the witness has.
  enum Comparison {
    /// It holds all that the witness has.
    case sound
    /// The witness has a tip that this clone has never seen: the ledger was rolled back, or fetched before that came.
    case behind(ObjectID)
    case replaced(ObjectID)
  }

  /// How `ledger` stands, as far as this clone can tell.
  func standing(of ledger: TrustedLedger) throws(ProcessingError) -> Comparison {
    guard let tip, tip != ledger.tip else { return .sound }
    guard repository.contains(tip) else { return .behind(tip) }
    do throws(LedgerError) {
      _ = try ledger.events(after: tip)
      return .sound
    } catch {
      if case .git = error.kind { throw ProcessingError(error) }
      return .replaced(tip)
    }
  }

  /// Refuses a ledger that does not descend from what the witness has.
  func check(_ ledger: TrustedLedger) throws(ProcessingError) {
    switch try standing(of: ledger) {
    case .sound: return
    case .behind(let tip), .replaced(let tip): throw Witness.rolledBack(from: tip)
    }
  }

  /// Why a ledger is refused that does not descend from `tip`.
  static func rolledBack(from tip: ObjectID) -> ProcessingError {
    ProcessingError(
      .untrusted,
      [
        Reason(
          .ledgerUntrusted,
          "The ledger does not descend from \(tip), which the witness has: it was rolled back or replaced.",
          hint: "Fetch the ledger from the witness and push it back where it belongs.")
      ])
  }

  /// Shows the witness how far the ledger has come.
  mutating func remember(_ new: ObjectID) throws(GitError) {
    guard new != tip else { return }
    do throws(GitError) {
      try repository.push(
        remote, [PushUpdate(reference: reference, local: new, expected: tip)],
        credentials: credentials, limit: Self.pushLimit)
      tip = new
    } catch {
      // A run beside this one has shown it more already; the next run holds that against the ledger.
      if error.kind != .referenceMoved { throw error }
    }
  }
}

/// Whether a witness is asked, and whether it answered.
enum WitnessState {
  /// Nobody named one.
  case none
  case present(Witness)
  /// It was named and cannot be reached: a ledger that was rolled back would go unnoticed, so nothing
  /// is issued, while expiries and revocations go on.
  case unreachable(ProcessingError)

  /// Asks the witness that the flag names, or else the one of the settings in force.
  static func ask(_ url: String?, _ workspace: Workspace) -> WitnessState {
    guard let url else { return .none }
    do throws(GitError) {
      return .present(try Witness(url, workspace))
    } catch {
      return .unreachable(ProcessingError(error))
    }
  }

  var isPresent: Bool {
    if case .present = self { return true }
    return false
  }

  /// Why the witness does not know how far the ledger has come; nil where it does, or nobody asked.
  mutating func failureToRemember(_ tip: ObjectID) -> ProcessingError? {
    switch self {
    case .none: return nil
    case .unreachable(let failure): return failure
    case .present(var witness):
      do throws(GitError) {
        try witness.remember(tip)
        self = .present(witness)
        return nil
      } catch {
        return ProcessingError(error)
      }
    }
  }
}
