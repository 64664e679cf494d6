internal import Git
internal import Ledger
internal import Model
internal import Processing
internal import Reports
internal import Signatures

/// The processor's private key, where one was given.
struct KeyCheckup {
  let key: String?
  let repository: Repository
  let ledger: TrustedLedger?
  let policy: Policy

  func findings() throws(Failure) -> [Finding] {
    let given: SSHPrivateKey?
    do throws(Failure) {
      given = try PrivateKeyFile.processor(key)
    } catch {
      return Finding.problems(error)
    }
    guard let given else { return [] }
    return [match(given)] + (try fileFindings())
  }

  private func match(_ given: SSHPrivateKey) -> Finding {
    let own = given.publicKey
    let known = ledger?.keysInForce.keys.map(\.blob) ?? policy.settings.processorKeys.map(\.value)
    guard known.contains(own.blob) else {
      return Finding(
        .problem, "the processor's key \(own.fingerprint) is none of those in force",
        mend: "give the private key of one under processor: in \(Settings.file)")
    }
    return Finding(.ok, "the processor's key \(own.fingerprint) is in force")
  }

  private func fileFindings() throws(Failure) -> [Finding] {
    guard let file = key ?? Surroundings.variable("COUNTERSIGN_KEY"), Files.isTaken(file) else {
      return []
    }
    var findings: [Finding] = []
    if let mode = Files.mode(of: file), mode & 0o077 != 0 {
      findings.append(
        Finding(
          .problem, "others than its owner can read the processor's key \(file)",
          mend: "chmod 600 \(shellWord(file))"))
    }
    if let root = try repository.workTree.map(Files.resolved),
      try Files.resolved(file).hasPrefix(root + "/")
    {
      findings.append(
        Finding(
          .problem, "the processor's key \(file) is inside the work tree",
          mend: "move it out; if it was ever committed, replace it"))
    }
    return findings
  }
}
