internal import Git
internal import Ledger
internal import Model
internal import Signatures

/// The processor's private key, where one was given.
struct KeyCheckup {
  let key: Result<GivenKey?, ProcessingError>
  let repository: Repository
  let ledger: TrustedLedger?
  let policy: Policy
  let files: FileAccess

  func findings() throws(ProcessingError) -> [DoctorFinding] {
    do throws(ProcessingError) {
      guard let given = try key.get() else { return [] }
      let parsed = try given.sshKey(called: GivenKey.processor)
      return [match(parsed)] + (try fileFindings(given.file))
    } catch {
      return DoctorFinding.problems(error)
    }
  }

  private func match(_ given: SSHPrivateKey) -> DoctorFinding {
    let own = given.publicKey
    let known = ledger?.keysInForce.keys.map(\.blob) ?? policy.settings.processorKeys.map(\.value)
    guard known.contains(own.blob) else {
      return DoctorFinding(
        .problem, "the processor's key \(own.fingerprint) is none of those in force",
        mend: "give the private key of one under processor: in \(Settings.file)")
    }
    return DoctorFinding(.ok, "the processor's key \(own.fingerprint) is in force")
  }

  private func fileFindings(_ file: String?) throws(ProcessingError) -> [DoctorFinding] {
    guard let file else { return [] }
    var findings: [DoctorFinding] = []
    if let mode = files.mode(file), mode & 0o077 != 0 {
      findings.append(
        DoctorFinding(
          .problem, "others than its owner can read the processor's key \(file)",
          mend: "chmod 600 \(shellWord(file))"))
    }
    if let root = try repository.workTree.map(files.resolved),
      try files.resolved(file).hasPrefix(root + "/")
    {
      findings.append(
        DoctorFinding(
          .problem, "the processor's key \(file) is inside the work tree",
          mend: "move it out; if it was ever committed, replace it"))
    }
    return findings
  }
}
