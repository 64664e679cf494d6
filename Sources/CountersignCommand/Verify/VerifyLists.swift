internal import Git
internal import Intake
internal import Model
internal import Processing
internal import Reports
internal import Signatures

/// The lists of keys that signatures are held against.
struct VerifyLists {
  let signers: AllowedSigners
  let revoked: RevokedKeys
  let certificates: OpenPGPKeyring

  /// Reads the files that were named, or else those that `repository`'s git settings name.
  ///
  /// - Throws: With status 65 where one cannot be read.
  init(
    signers: String?, revoked: String?, keyrings: [String], in repository: Repository
  ) throws(Failure) {
    let signersPath = try Self.path(signers, "gpg.ssh.allowedSignersFile", in: repository)
    let revokedPath = try Self.path(revoked, "gpg.ssh.revocationFile", in: repository)
    self.signers = AllowedSigners(
      parsing: try signersPath.map(Self.content) ?? [], wallClock: LocalTime.wallClock)
    for fault in self.signers.faults {
      Output.note(
        "warning: \(signersPath ?? ""):\(fault.line): \(fault.fault); this line does not count\n")
    }
    if signersPath == nil, keyrings.isEmpty {
      Output.note(
        "note: no signers are named, so no signature can be good: pass --signers or --keyring, or "
          + "set gpg.ssh.allowedSignersFile\n")
    }
    self.revoked = try revokedPath.map(Self.revoked) ?? RevokedKeys()
    certificates = try Self.certificates(keyrings)
  }

  /// The names that a verdict may show.
  var names: [String] {
    signers.principals.map { String(decoding: $0, as: UTF8.self) } + certificates.userIDs
  }

  /// The judge by these lists, for commits dated by their committers.
  func judge(now clock: Instant) -> CommitJudge {
    let now = clock.seconds
    return CommitJudge(
      signers: signers, revoked: revoked, certificates: certificates, now: clock,
      verifyTime: { LocalTime.verifyTime($0, now: now) })
  }

  /// The path that was named, or else the one in a setting, where a relative one begins at the top of
  /// the work tree.
  private static func path(
    _ named: String?, _ setting: String, in repository: Repository
  ) throws(Failure) -> String? {
    if let named { return named }
    do throws(GitError) {
      guard let path = try repository.configuredPath(setting), !path.isEmpty else { return nil }
      if path.hasPrefix("/") { return path }
      return (repository.workTree ?? repository.gitDirectory) + path
    } catch {
      throw Failure(error)
    }
  }

  private static func content(_ path: String) throws(Failure) -> [UInt8] {
    guard let bytes = try Files.read(path) else {
      throw Failure(.unreadableDocument, "There is no file \(path).")
    }
    return bytes
  }

  private static func revoked(_ path: String) throws(Failure) -> RevokedKeys {
    let bytes = try content(path)
    do throws(RevocationFault) {
      return try RevokedKeys(parsing: bytes)
    } catch {
      throw Failure(
        .unreadableDocument, "The revoked keys in \(path) cannot be read: \(error).",
        hint: "One public key a line, or a key revocation list (ssh-keygen -k).")
    }
  }

  private static func certificates(_ paths: [String]) throws(Failure) -> OpenPGPKeyring {
    var certificates: [OpenPGPCertificate] = []
    for path in paths {
      let bytes = try content(path)
      do throws(OpenPGPError) {
        certificates += try OpenPGPCertificate.certificates(in: bytes)
      } catch {
        throw Failure(
          .unreadableDocument, "The OpenPGP certificates in \(path) cannot be read: \(error).",
          hint: "gpg --export --armor KEY writes what is expected.")
      }
    }
    do throws(OpenPGPError) {
      if !certificates.isEmpty { try OpenPGPKeyring.requireLibrary() }
      return OpenPGPKeyring(certificates)
    } catch {
      throw Failure(.unavailable, "\(error).")
    }
  }
}
