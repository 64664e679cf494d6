internal import Git
internal import Model
internal import Signatures

/// What a commit's signature proves, before anybody asks whose key it is.
enum CommitSignature {
  case verified(SSHVerified, Commit)
  /// An OpenPGP signature: what it proves depends on certificates and the time.
  case openPGP([UInt8], Commit)
  /// It proves nothing, for this reason.
  case unusable(Reason)
}

/// Verifies commits and keeps the verdicts that depend on neither policy nor time.
final class CommitVerifier {
  private let reader: ObjectReader
  private var verdicts = KeptObjects<CommitSignature>(weight: 16 << 20)

  init(_ reader: ObjectReader) { self.reader = reader }

  /// The verdict on the signature of `id`, over the strictly parsed commit.
  func signature(of id: ObjectID) throws(GitError) -> CommitSignature {
    if let known = verdicts[id] { return known }
    let raw = try reader.repository.rawCommit(id)
    let verdict = judge(raw)
    verdicts.keep(verdict, as: id, weight: raw.size)
    return verdict
  }

  private func judge(_ raw: RawCommit) -> CommitSignature {
    let name = raw.id.short
    let commit: Commit
    do throws(CommitFormatError) {
      commit = try Commit(parsing: raw)
    } catch {
      return .unusable(Reason(.malformedCommit, "Commit \(name) is malformed: \(error.message)."))
    }
    guard let armored = commit.signature else {
      return .unusable(
        Reason(.unsignedMerge, "Commit \(name) is not signed."))
    }
    if armored.starts(with: "-----BEGIN PGP".utf8) {
      return .openPGP(armored, commit)
    }
    switch SSHSignature.verify(armored, over: commit.payload) {
    case .good(let verified):
      return .verified(verified, commit)
    case .bad:
      return .unusable(
        Reason(.badSignature, "The signature of commit \(name) does not fit its content."))
    case .malformed(let fault):
      return .unusable(
        Reason(.badSignature, "The signature of commit \(name) is malformed: \(fault.rawValue)."))
    case .unsupported(let what):
      return .unusable(
        Reason(.badSignature, "The signature of commit \(name) is not supported: \(what)."))
    case .wrongNamespace(let found):
      return .unusable(
        Reason(
          .wrongNamespace,
          "The signature of commit \(name) was made for the namespace '\(found)', not 'git'."))
    case .weakKey(let weakness):
      return .unusable(
        Reason(.weakKey, "The signature of commit \(name) is too weak: \(weakness)."))
    }
  }
}
