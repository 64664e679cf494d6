internal import Model
internal import Signatures

/// How the person at this machine signs: a reviewer who finds out at the merge finds out late.
struct ReviewerCheckup {
  let git: GitProgram
  let policy: Policy
  let now: Instant
  let files: FileAccess

  func findings() async throws(ProcessingError) -> [DoctorFinding] {
    var findings = [try await signing()]
    guard let email = try await email() else {
      findings.append(
        DoctorFinding(
          .warning, "git does not know your e-mail address",
          mend: "git config user.email <address>"))
      return findings
    }
    if let identity = policy.identity(claiming: email.utf8) {
      findings.append(DoctorFinding(.ok, "your address \(email) is \(identity)'s"))
    } else {
      findings.append(
        DoctorFinding(
          .warning,
          "nobody in the policies claims your address \(email): a request of yours would be "
            + "refused (unmapped-author)",
          mend: "add it to your file under policies/people/, or set user.email to one that is there"
        ))
    }
    return findings
  }

  /// The address that git would write into a commit now, wherever it has it from.
  private func email() async throws(ProcessingError) -> String? {
    let end = try await git.run(["var", "GIT_AUTHOR_IDENT"], quietly: true)
    guard end.succeeded, let open = end.text.lastIndex(of: "<"),
      let close = end.text.lastIndex(of: ">"), open < close
    else { return nil }
    return String(end.text[end.text.index(after: open)..<close])
  }

  private func signing() async throws(ProcessingError) -> DoctorFinding {
    let format = try await git.setting("gpg.format") ?? "openpgp"
    if format == "openpgp" {
      return try await OpenPGPCheckup(git: git, policy: policy, now: now)
        .finding(email: email())
    }
    guard format == "ssh" else {
      return DoctorFinding(
        .warning, "your git signs with \(format), which proves nothing here",
        mend: "git config --global gpg.format ssh, and user.signingkey to your public SSH key")
    }
    var named = try await git.setting("user.signingkey")
    if named == nil { named = try await defaultKey() }
    guard let value = named else {
      return DoctorFinding(
        .warning, "git does not know your signing key",
        mend: "git config --global user.signingkey <file.pub>")
    }
    guard let key = try await publicKey(value) else {
      return DoctorFinding(
        .warning, "your signing key \(value) cannot be read",
        mend:
          "set user.signingkey to the file of your public SSH key, or to key:: and the key itself"
      )
    }
    guard let holder = policy.holder(ofSSHKey: key.blob) else {
      return DoctorFinding(
        .warning,
        "your signing key \(key.fingerprint) is nobody's in the policies, so it approves nothing",
        mend: "add it to your file under policies/people/")
    }
    guard holder.key.isUsable(at: now) else {
      return DoctorFinding(
        .warning, "your signing key \(key.fingerprint) is retired or compromised",
        mend: "sign with another one of \(holder.identity)")
    }
    return DoctorFinding(.ok, "you sign as \(holder.identity) with \(key.fingerprint)")
  }

  /// What git asks for a key where `user.signingkey` names none: the first line of a program's output.
  private func defaultKey() async throws(ProcessingError) -> String? {
    guard let command = try await git.setting("gpg.ssh.defaultKeyCommand") else { return nil }
    let words = command.split(separator: " ").map(String.init)
    guard let name = words.first else { return nil }
    let end: ProgramEnd
    do throws(ProcessingError) {
      end = try await git.other(name, Array(words.dropFirst()))
    } catch {
      return nil
    }
    return end.succeeded ? end.text.split(separator: "\n").first.map(String.init) : nil
  }

  /// The key that `user.signingkey` means: the text of one, or the file of one or of its private half.
  ///
  /// As for git, the text of a key whose type does not begin with `ssh-` needs `key::` in front.
  private func publicKey(_ value: String) async throws(ProcessingError) -> SSHPublicKey? {
    if value.hasPrefix("key::") { return parsed(Array(value.dropFirst(5).utf8)) }
    if value.hasPrefix("ssh-") { return parsed(Array(value.utf8)) }
    let end = try await git.run(
      ["config", "--get", "--type=path", "user.signingkey"], quietly: true)
    let file = end.succeeded ? end.text : value
    for name in ["\(file).pub", file] {
      if let bytes = try files.read(name), let key = parsed(bytes) { return key }
    }
    return nil
  }

  private func parsed(_ bytes: [UInt8]) -> SSHPublicKey? {
    do throws(SSHError) {
      return try SSHPublicKey(authorizedKey: bytes)
    } catch {
      return nil
    }
  }
}
