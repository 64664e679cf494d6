internal import Git
internal import Intake
internal import Model
internal import Signatures

/// The lists of keys that signatures are held against.
struct VerifyLists {
  let signers: AllowedSigners
  let revoked: RevokedKeys
  let certificates: OpenPGPKeyring
  private let clock: LocalClock

  /// Reads the files that were named, or else those that `repository`'s git settings name.
  ///
  /// - Throws: `.unreadableDocument` where one cannot be read.
  init(
    signers: String?, revoked: String?, keyrings: [String], in repository: Repository,
    _ clock: LocalClock, _ outside: Outside
  ) throws(ProcessingError) {
    self.clock = clock
    let files = outside.files
    let signersPath = try Self.path(signers, "gpg.ssh.allowedSignersFile", in: repository)
    let revokedPath = try Self.path(revoked, "gpg.ssh.revocationFile", in: repository)
    self.signers = AllowedSigners(
      parsing: try signersPath.map { path throws(ProcessingError) in
        try Self.content(path, files)
      } ?? [], wallClock: clock.wallClock)
    for fault in self.signers.faults {
      outside.note(
        "warning: \(signersPath ?? ""):\(fault.line): \(fault.fault); this line does not count")
    }
    if signersPath == nil, keyrings.isEmpty {
      outside.note(
        "note: no signers are named, so no signature can be good: pass \(OptionName.signers) or \(OptionName.keyring), or "
          + "set gpg.ssh.allowedSignersFile")
    }
    self.revoked =
      try revokedPath.map { path throws(ProcessingError) in
        try Self.revoked(path, files)
      } ?? RevokedKeys()
    certificates = try Self.certificates(keyrings, files)
  }

  /// The names that a verdict may show.
  var names: [String] {
    signers.principals.map { String(decoding: $0, as: UTF8.self) } + certificates.userIDs
  }

  /// The judge by these lists, for commits dated by their committers.
  func judge(now: Instant) -> CommitJudge {
    return CommitJudge(
      signers: signers, revoked: revoked, certificates: certificates, now: now,
      verifyTime: { [clock] in clock.verifyTime($0, now.seconds) })
  }

  /// The path that was named, or else the one in a setting, where a relative one begins at the top of
  /// the work tree.
  private static func path(
    _ named: String?, _ setting: String, in repository: Repository
  ) throws(ProcessingError) -> String? {
    if let named { return named }
    do throws(GitError) {
      guard let path = try repository.configuredPath(setting), !path.isEmpty else { return nil }
      if path.hasPrefix("/") { return path }
      return (repository.workTree ?? repository.gitDirectory) + path
    } catch {
      throw ProcessingError(error)
    }
  }

  private static func content(
    _ path: String, _ files: FileAccess
  ) throws(ProcessingError) -> [UInt8] {
    guard let bytes = try files.read(path) else {
      throw ProcessingError(.unreadableDocument, "There is no file \(path).")
    }
    return bytes
  }

  private static func revoked(
    _ path: String, _ files: FileAccess
  ) throws(ProcessingError) -> RevokedKeys {
    let bytes = try content(path, files)
    do throws(RevocationFault) {
      return try RevokedKeys(parsing: bytes)
    } catch {
      throw ProcessingError(
        .unreadableDocument, "The revoked keys in \(path) cannot be read: \(error).",
        hint: "One public key a line, or a key revocation list (ssh-keygen -k).")
    }
  }

  private static func certificates(
    _ paths: [String], _ files: FileAccess
  ) throws(ProcessingError) -> OpenPGPKeyring {
    var certificates: [OpenPGPCertificate] = []
    for path in paths {
      let bytes = try content(path, files)
      do throws(OpenPGPError) {
        certificates += try OpenPGPCertificate.certificates(in: bytes)
      } catch {
        throw ProcessingError(
          .unreadableDocument, "The OpenPGP certificates in \(path) cannot be read: \(error).",
          hint: "gpg --export --armor KEY writes what is expected.")
      }
    }
    do throws(OpenPGPError) {
      if !certificates.isEmpty { try OpenPGPKeyring.requireLibrary() }
      return OpenPGPKeyring(certificates)
    } catch {
      throw ProcessingError(.unavailable, "\(error).")
    }
  }
}
