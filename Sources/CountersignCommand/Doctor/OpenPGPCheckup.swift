internal import Intake
internal import Model
internal import Reports

/// How the person at this machine signs with gpg, which is what git does where nobody tells it otherwise.
struct OpenPGPCheckup {
  let git: GitProgram
  let policy: Policy
  let now: Instant

  /// The one finding about the key that git would name to gpg.
  ///
  /// - Parameter email: What git names without `user.signingkey`.
  func finding(email: String?) async throws(Failure) -> Finding {
    guard let name = try await git.setting("user.signingkey") ?? email else {
      return Finding(
        .warning, "git does not know your signing key",
        mend: "git config --global user.signingkey <fingerprint>")
    }
    let keys = try await fingerprints(of: name)
    guard !keys.isEmpty else {
      return Finding(
        .warning, "git signs with openpgp, and gpg has no key \(name)",
        mend: "git config --global user.signingkey <fingerprint>, or sign with SSH: "
          + "git config --global gpg.format ssh")
    }
    var known: IdentityID?
    for key in keys {
      guard let holder = try holder(of: key) else { continue }
      if holder.isUsable {
        return Finding(.ok, "you sign as \(holder.identity) with \(key)")
      }
      known = holder.identity
    }
    if let known {
      return Finding(
        .warning, "none of your OpenPGP keys in the policies can sign now",
        mend: "extend the key of \(known) and land its certificate (gpg --armor --export)")
    }
    return Finding(
      .warning,
      "your OpenPGP key \(keys[0]) is nobody's in the policies, so it approves nothing",
      mend: "gpg --armor --export \(keys[0]) > policies/keys/<name>.asc, and name it in your file "
        + "under policies/people/")
  }

  private func holder(of key: String) throws(Failure) -> OpenPGPHolder? {
    do throws(IntakeError) {
      return try policy.holder(ofOpenPGPKey: key, at: now)
    } catch {
      throw Failure(error)
    }
  }

  /// The fingerprints of the keys and subkeys that gpg has by `name`.
  ///
  /// Not of the secret ones: that would start gpg's agent, or light up a card.
  private func fingerprints(of name: String) async throws(Failure) -> [String] {
    let program = OutsideProgram(name: try await git.setting("gpg.program") ?? "gpg")
    let list = try await program.run(
      ["--batch", "--no-autostart", "--with-colons", "--list-keys", "--", name], quietly: true)
    guard list.succeeded else { return [] }
    // The tenth field of a line `fpr` (GnuPG's doc/DETAILS).
    return list.text.split(separator: "\n").filter { $0.hasPrefix("fpr:") }.compactMap { line in
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      return fields.count > 9 ? String(fields[9]) : nil
    }
  }
}
