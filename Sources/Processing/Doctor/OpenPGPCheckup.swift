internal import Intake
internal import Model

/// How the person at this machine signs with gpg, which is what git does where nobody tells it otherwise.
struct OpenPGPCheckup {
  let git: GitProgram
  let policy: Policy
  let now: Instant

  /// The one finding about the key that git would name to gpg.
  ///
  /// - Parameter email: What git names without `user.signingkey`.
  func finding(email: String?) async throws(ProcessingError) -> DoctorFinding {
    guard let name = try await git.setting("user.signingkey") ?? email else {
      return DoctorFinding(
        .warning, "git does not know your signing key",
        mend: "git config --global user.signingkey <fingerprint>")
    }
    let program = try await program
    guard let listing = await listing(of: name, by: program) else {
      return DoctorFinding(
        .warning, "git signs with openpgp, and there is no program \(program)",
        mend: "install GnuPG, or sign with SSH: git config --global gpg.format ssh")
    }
    let signers = Self.signers(in: listing, named: name)
    guard let first = signers.first else {
      return DoctorFinding(
        .warning, "git signs with openpgp, and gpg has no key \(name) that can sign",
        mend: "git config --global user.signingkey <fingerprint>, or sign with SSH: "
          + "git config --global gpg.format ssh")
    }
    var known: OpenPGPHolder?
    for signer in signers {
      guard let holder = try holder(of: signer.fingerprint) else { continue }
      if holder.isUsable {
        return DoctorFinding(.ok, "you sign as \(holder.identity) with \(signer.fingerprint)")
      }
      known = holder
    }
    if let known {
      return DoctorFinding(
        .warning,
        "your OpenPGP key \(first.fingerprint) cannot sign by the policies: it has expired, is revoked "
          + "or is marked so",
        mend: "extend the key of \(known.identity) and land its certificate: "
          + Self.export(first.fingerprint))
    }
    return try stranger(first, in: listing)
  }

  /// What to say of a signing key that the policies do not know.
  private func stranger(
    _ signer: GnuPGListing.Key, in listing: GnuPGListing
  ) throws(ProcessingError) -> DoctorFinding {
    let certificate = listing.certificates.first { certificate in
      certificate.keys.contains { $0.fingerprint == signer.fingerprint }
    }
    for key in certificate?.keys ?? [] {
      guard let holder = try holder(of: key.fingerprint) else { continue }
      return DoctorFinding(
        .warning,
        "gpg signs with \(signer.fingerprint), which the certificate of \(holder.identity) in the "
          + "policies does not have yet",
        mend: "land the certificate anew: \(Self.export(signer.fingerprint))")
    }
    return DoctorFinding(
      .warning,
      "your OpenPGP key \(signer.fingerprint) is nobody's in the policies, so it approves nothing",
      mend: "\(Self.export(signer.fingerprint)), and name it in your file under policies/people/")
  }

  private static func export(_ key: String) -> String {
    "gpg --armor --export \(key) > policies/keys/<name>.asc"
  }

  /// The keys that gpg would sign with: the one that `name` means with a `!` behind it, else of each certificate
  /// its own choice.
  private static func signers(in listing: GnuPGListing, named name: String) -> [GnuPGListing.Key] {
    guard name.hasSuffix("!") else { return listing.certificates.compactMap(\.signer) }
    let digits = name.dropLast().uppercased()
    let end = digits.hasPrefix("0X") ? String(digits.dropFirst(2)) : digits
    return listing.certificates.flatMap(\.keys).filter {
      $0.canSign && $0.fingerprint.hasSuffix(end)
    }
  }

  private func holder(of key: String) throws(ProcessingError) -> OpenPGPHolder? {
    do throws(IntakeError) {
      return try policy.holder(ofOpenPGPKey: key, at: now)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The program that git would run.
  private var program: String {
    get async throws(ProcessingError) {
      if let own = try await git.setting("gpg.openpgp.program") { return own }
      return try await git.setting("gpg.program") ?? "gpg"
    }
  }

  /// What gpg has by `name`; nil where it cannot be run.
  ///
  /// Public keys, not the secret ones: those would start gpg's agent, or light up a card.
  private func listing(of name: String, by program: String) async -> GnuPGListing? {
    do throws(ProcessingError) {
      let list = try await git.other(
        program, ["--batch", "--no-autostart", "--with-colons", "--list-keys", "--", name])
      return GnuPGListing(list.succeeded ? list.text : "")
    } catch {
      return nil
    }
  }
}
