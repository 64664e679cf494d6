package import Git
package import Model
package import Signatures

/// Judges the signatures of commits by lists of keys that the user names, without any policy.
///
/// It is a value that several threads may use at once. SSH signatures get git's verdict, the
/// committer's date included; docs/verify.md lists where this is stricter than git. OpenPGP keys must
/// be valid now.
package struct CommitJudge: Sendable {
  private let signers: AllowedSigners
  private let sshKeys: SSHKeyring
  private let revoked: RevokedKeys
  private let certificates: OpenPGPKeyring
  private let now: Instant
  private let verifyTime: @Sendable (Int64) -> Int64?

  /// Judges by these lists.
  ///
  /// - Parameters:
  ///   - now: When OpenPGP keys must be valid.
  ///   - verifyTime: What ssh-keygen makes of a committer's date in seconds since 1970 once git has
  ///     written it as a local time; nil for a date that cannot be written so.
  package init(
    signers: AllowedSigners, revoked: RevokedKeys, certificates: OpenPGPKeyring, now: Instant,
    verifyTime: @escaping @Sendable (Int64) -> Int64?
  ) {
    self.signers = signers
    sshKeys = signers.keyring
    self.revoked = revoked
    self.certificates = certificates
    self.now = now
    self.verifyTime = verifyTime
  }

  /// The verdict on the signature of `raw`.
  package func verdict(on raw: RawCommit) -> CommitVerdict {
    let commit: Commit
    do throws(CommitFormatError) {
      commit = try Commit(parsing: raw)
    } catch {
      return CommitVerdict(
        commit: raw.id, dated: nil, format: .none, answer: .unusable,
        explanation: "the commit \(error.message)")
    }
    guard let armored = commit.signature else { return say(.unsigned, .none, of: commit) }
    switch Self.format(of: armored) {
    case .ssh: return ssh(armored, of: commit)
    case .openpgp: return openPGP(armored, of: commit)
    case .x509: return say(.unusable, .x509, of: commit, "X.509 signatures are not judged")
    case .none:
      return say(.unusable, .none, of: commit, "the signature is of no known kind")
    }
  }

  /// The kind of signature by its first line, as git tells it.
  private static func format(of armored: [UInt8]) -> CommitVerdict.Format {
    let beginnings: [(String, CommitVerdict.Format)] = [
      ("-----BEGIN SSH SIGNATURE-----", .ssh), ("-----BEGIN PGP SIGNATURE-----", .openpgp),
      ("-----BEGIN PGP MESSAGE-----", .openpgp), ("-----BEGIN SIGNED MESSAGE-----", .x509),
    ]
    return beginnings.first { armored.starts(with: $0.0.utf8) }?.1 ?? .none
  }

  private func say(
    _ answer: CommitVerdict.Answer, _ format: CommitVerdict.Format, of commit: Commit,
    _ explanation: String? = nil, key: String? = nil, principal: String? = nil
  ) -> CommitVerdict {
    CommitVerdict(
      commit: commit.id, dated: Instant(clampingSeconds: commit.committer.seconds),
      format: format, answer: answer, key: key, principal: principal, explanation: explanation)
  }

  // MARK: SSH

  private func ssh(_ armored: [UInt8], of commit: Commit) -> CommitVerdict {
    let signature: SSHSignature
    do throws(SSHError) {
      signature = try SSHSignature(armored: armored, known: sshKeys, takesCertificates: true)
    } catch {
      return say(.unusable, .ssh, of: commit, "the signature cannot be used: \(error)")
    }
    let key = signature.claimedKey.fingerprint
    let verdict = signature.verify(over: commit.payload)
    switch verdict {
    case .good: return signer(of: signature, key, of: commit)
    case .weakKey: return say(.weakKey, .ssh, of: commit, "\(verdict)", key: key)
    case .bad, .wrongNamespace, .malformed, .unsupported:
      return say(.bad, .ssh, of: commit, "\(verdict)", key: key)
    }
  }

  private func signer(
    of signature: SSHSignature, _ key: String, of commit: Commit
  ) -> CommitVerdict {
    guard let time = verifyTime(commit.committer.seconds) else {
      return say(
        .unusable, .ssh, of: commit, "the committer's date has no four-digit year", key: key)
    }
    switch signers.signer(of: signature, at: time, revoked: revoked) {
    case .allowed(let principal):
      let name = String(decoding: principal, as: UTF8.self)
      return say(.good, .ssh, of: commit, key: key, principal: name)
    case .unknownKey: return say(.unknownKey, .ssh, of: commit, key: key)
    case .expiredKey: return say(.expiredKey, .ssh, of: commit, key: key)
    case .revokedKey: return say(.revokedKey, .ssh, of: commit, key: key)
    case .notPermitted:
      return say(
        .unusable, .ssh, of: commit, "no line that lists the key lets it sign for git", key: key)
    }
  }

  // MARK: OpenPGP

  private func openPGP(_ armored: [UInt8], of commit: Commit) -> CommitVerdict {
    let verdict = certificates.verify(armored, over: commit.payload, at: now)
    func say(_ answer: CommitVerdict.Answer, key: String? = nil) -> CommitVerdict {
      self.say(answer, .openpgp, of: commit, "\(verdict)", key: key)
    }
    return switch verdict {
    case .good(let verified):
      self.say(
        .good, .openpgp, of: commit, key: verified.fingerprint, principal: verified.userID)
    case .bad: say(.bad)
    case .unknownKey(let name):
      // An old signature names its key by the end of its fingerprint alone.
      say(.unknownKey, key: name.utf8.count == 40 ? name : nil)
    case .expiredKey(let key, _): say(.expiredKey, key: key)
    case .revokedKey(let key, _): say(.revokedKey, key: key)
    case .weakKey: say(.weakKey)
    case .unusableKey(let key, _), .untimely(_, let key): say(.unusable, key: key)
    case .malformed, .unsupported: say(.unusable)
    }
  }
}
