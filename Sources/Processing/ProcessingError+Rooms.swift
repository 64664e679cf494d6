package import Git
package import Intake
package import Ledger
internal import Model

extension ProcessingError {
  /// What a repository that cannot be read or written means for the work.
  package init(_ error: GitError) {
    let kind: Kind =
      switch error.kind {
      case .referenceMoved, .locked: .tryAgain
      case .unreachable, .unauthenticated, .untrustedHost, .rejected: .unavailable
      default: .repositoryFailure
      }
    self.init(kind, error.description, hint: error.mend)
  }

  /// What a ledger that cannot be used means for the work.
  package init(_ error: LedgerError) {
    switch error.kind {
    case .git(let inner): self.init(inner)
    case .anotherAnchor(let other):
      // Seen from the anchor the ledger is a stranger's; seen from the ledger the anchor is wrong.
      self.init(
        .untrusted,
        [
          Reason(.ledgerUntrusted, error.message),
          Reason(
            .noAnchor, "The ledger names the anchor \(other).",
            hint: "Check by other means than this repository which of the two is right."),
        ])
    case .untrusted, .clockBehind:
      self.init(.untrusted, [Reason(error.code ?? .ledgerUntrusted, error.message)])
    case .needsNewer(let version):
      self.init(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, error.message,
            hint: "Install Countersign \(version) or newer (docs/upgrading.md).")
        ])
    case .unreadable:
      self.init(.untrusted, [Reason(.ledgerUntrusted, error.message)])
    case .keyNotInForce:
      self.init(
        .untrusted, error.message,
        hint: "Give the private key of one of the keys under `processor:` in \(Settings.file).")
    case .notCertified:
      self.init(.unavailable, error.message)
    case .alreadyTaken, .inconsistent, .signingFailed:
      self.init(.bug, error.message)
    }
  }

  /// What a repository that cannot be taken in means for the work.
  package init(_ error: IntakeError) {
    switch error {
    case .git(let inner): self.init(inner)
    case .unreadablePolicy(let tree, let faults):
      self.init(
        .untrusted,
        [
          Reason(
            .noAnchor,
            "The policies of tree \(tree.short), which should be in force, have faults.",
            hint:
              "An anchor must be a commit whose policies/ is free of faults (countersign check).")
        ] + faults)
    case .noPolicy(let commit):
      self.init(
        .untrusted,
        [Reason(.noAnchor, "The commit \(commit) has no policies/ folder to start from.")])
    case .openPGP(let message):
      self.init(
        .unavailable, message, hint: "Install the library: apt-get install librnp0.")
    case .record(let inner as LedgerError): self.init(inner)
    case .record(let inner): self.init(.bug, "\(inner)")
    }
  }
}

/// Runs `body`, which takes in what a repository holds, and fails as the work does.
func inIntake<Value>(_ body: () throws(IntakeError) -> Value) throws(ProcessingError) -> Value {
  do throws(IntakeError) {
    return try body()
  } catch {
    throw ProcessingError(error)
  }
}

/// Runs `body`, which reads or writes a ledger, and fails as the work does.
package func inLedger<Value>(_ body: () throws(LedgerError) -> Value) throws(ProcessingError)
  -> Value
{
  do throws(LedgerError) {
    return try body()
  } catch {
    throw ProcessingError(error)
  }
}

extension GitError {
  /// What to do about it, where that is known.
  fileprivate var mend: String? {
    switch kind {
    case .notFound where context.hasPrefix("open the repository"):
      "Run inside the repository, or name it: \(OptionName.repository) <directory>."
    // What a filter left out, no fetch brings: git takes it for there.
    case .notFound:
      "Part of the repository is missing here: clone it again, whole, with neither --filter nor --depth: "
        + "git clone <address>."
    case .locked:
      "Run again once the other program has ended. A lock that a killed program left goes by itself after some minutes; "
        + "where none runs, remove that file."
    case .corrupt: "Run git fsck, and clone again if it finds damage."
    case .readOnly: "Give the user that runs countersign the right to write there."
    case .noSpace: "Free disk space and run again; nothing was changed."
    case .notOwned:
      "If you trust whoever owns it: git config --global --add safe.directory <its whole path>. Else run as that user."
    case .unsupported where message.contains("SHA-256"):
      "Begin the access repository anew where ids are SHA-1: git init --object-format=sha1, then countersign init."
    case .unsupported where context.hasPrefix("open the repository"):
      "Clone it again, in git's plain format: git clone <address>."
    case .unauthenticated:
      "For https set http.<url>.extraheader or COUNTERSIGN_TOKEN; for ssh load a key into the agent."
    case .untrustedHost where context.contains("https://"):
      "Whoever keeps this machine has it trust the authority that signed the host's certificate: put that into "
        + "/usr/local/share/ca-certificates/<name>.crt and run update-ca-certificates."
    case .untrustedHost: "Add the host to known_hosts after checking its key by other means."
    default: nil
    }
  }
}
