internal import Model
internal import Reports
internal import Signatures

/// How the person at this machine signs: a reviewer who finds out at the merge finds out late.
struct ReviewerCheckup {
  let git: GitProgram
  let policy: Policy
  let now: Instant

  func findings() async throws(Failure) -> [Finding] {
    var findings = [try await signing()]
    guard let email = try await email() else {
      findings.append(
        Finding(
          .warning, "git does not know your e-mail address",
          mend: "git config user.email <address>"))
      return findings
    }
    if let identity = policy.identity(claiming: email.utf8) {
      findings.append(Finding(.ok, "your address \(email) is \(identity)'s"))
    } else {
      findings.append(
        Finding(
          .warning,
          "nobody in the policies claims your address \(email): a request of yours would be "
            + "refused (unmapped-author)",
          mend: "add it to your file under policies/people/, or set user.email to one that is there"
        ))
    }
    return findings
  }

  /// The address that git would write into a commit now, wherever it has it from.
  private func email() async throws(Failure) -> String? {
    let end = try await git.run(["var", "GIT_AUTHOR_IDENT"], quietly: true)
    guard end.succeeded, let open = end.text.lastIndex(of: "<"),
      let close = end.text.lastIndex(of: ">"), open < close
    else { return nil }
    return String(end.text[end.text.index(after: open)..<close])
  }

  private func signing() async throws(Failure) -> Finding {
    let format = try await git.setting("gpg.format") ?? "openpgp"
    if format == "openpgp" {
      return try await OpenPGPCheckup(git: git, policy: policy, now: now)
        .finding(email: email())
    }
    guard format == "ssh" else {
      return Finding(
        .warning, "your git signs with \(format), which proves nothing here",
        mend: "git config --global gpg.format ssh, and user.signingkey to your public SSH key")
    }
    guard let value = try await git.setting("user.signingkey") else {
      return Finding(
        .warning, "git does not know your signing key",
        mend: "git config --global user.signingkey <file.pub>")
    }
    guard let key = try await publicKey(value) else {
      return Finding(
        .warning, "your signing key \(value) cannot be read",
        mend: "set user.signingkey to the file of your public SSH key")
    }
    guard let holder = policy.holder(ofSSHKey: key.blob) else {
      return Finding(
        .warning,
        "your signing key \(key.fingerprint) is nobody's in the policies, so it approves nothing",
        mend: "add it to your file under policies/people/")
    }
    guard holder.key.isUsable(at: now) else {
      return Finding(
        .warning, "your signing key \(key.fingerprint) is retired or compromised",
        mend: "sign with another one of \(holder.identity)")
    }
    return Finding(.ok, "you sign as \(holder.identity) with \(key.fingerprint)")
  }

  /// The key that `user.signingkey` means: the text of one, or the file of one or of its private half.
  private func publicKey(_ value: String) async throws(Failure) -> SSHPublicKey? {
    let literal = value.hasPrefix("key::") ? String(value.dropFirst(5)) : value
    if literal.hasPrefix("ssh-") || literal.hasPrefix("ecdsa-") || literal.hasPrefix("sk-") {
      return parsed(Array(literal.utf8))
    }
    let end = try await git.run(
      ["config", "--get", "--type=path", "user.signingkey"], quietly: true)
    let file = end.succeeded ? end.text : value
    for name in ["\(file).pub", file] {
      if let bytes = try Files.read(name), let key = parsed(bytes) { return key }
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
