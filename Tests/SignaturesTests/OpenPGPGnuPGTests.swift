import Model
import Signatures
import TestSupport
import Testing

/// The verdicts on signatures by keys of every kind, beside what gpg says of the same bytes.
///
/// Where the two differ ours is the stricter, and the row says why.
@Suite struct OpenPGPGnuPGTests {
  /// What our verdict must be, by its kind.
  enum Kind: Sendable, Equatable {
    case good, malformed, unsupported, weakKey, bad, untimely, expiredKey, unusableKey
    case revokedKey(OpenPGPRevocation)

    init?(_ verdict: OpenPGPVerdict) {
      switch verdict {
      case .good: self = .good
      case .malformed: self = .malformed
      case .unsupported: self = .unsupported
      case .unknownKey: return nil
      case .weakKey: self = .weakKey
      case .bad: self = .bad
      case .untimely: self = .untimely
      case .expiredKey: self = .expiredKey
      case .revokedKey(_, let revocation): self = .revokedKey(revocation)
      case .unusableKey: self = .unusableKey
      }
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let item: String
    let ours: Kind
    /// The line that says it for gpg.
    let gpg: String
    var testDescription: String { item }

    init(_ item: String, _ ours: Kind, gpg: String = "GOODSIG") {
      self.item = item
      self.ours = ours
      self.gpg = gpg
    }
  }

  static let rows = [
    Row("rsa2048", .good), Row("rsa3072", .good), Row("rsa4096", .good), Row("ed25519", .good),
    Row("nistp256", .good), Row("nistp384", .good), Row("nistp521", .good), Row("dsa2048", .good),
    Row("brainpoolP256r1", .good), Row("brainpoolP384r1", .good), Row("brainpoolP512r1", .good),
    Row("sha384", .good), Row("sha512", .good), Row("notation", .good), Row("policy URL", .good),
    Row("comment", .good), Row("nearly future", .good),
    Row("rsa2048 as GitHub", .good), Row("rsa4096 as GitHub", .good),
    Row("subkey with wrong hints", .good),
    Row("ed25519 subkey", .good), Row("rsa3072 subkey", .good), Row("nistp256 subkey", .good),
    Row("dsa2048 subkey", .good), Row("brainpoolP256r1 subkey", .good),
    Row("subkey after one for encryption", .good), Row("subkey beside an expired one", .good),
    Row("subkey beside a revoked one", .good), Row("expiry extended", .good),
    // Too weak here (DESIGN section 4), good enough for gpg 2.2.
    Row("rsa1024", .weakKey), Row("dsa1024", .weakKey), Row("sha1", .weakKey),
    Row("ripemd160", .weakKey), Row("md5", .weakKey, gpg: "ERRSIG"),
    Row("certified with SHA-1", .weakKey),
    // Not among the kinds of DESIGN section 4.
    Row("secp256k1", .unsupported), Row("sha224", .unsupported),
    Row("text", .unsupported), Row("critical policy URL", .unsupported),
    Row("critical notation", .unsupported, gpg: "BADSIG"),
    Row("two signatures", .malformed),
    Row("expired signature", .untimely, gpg: "EXPSIG"),
    Row("future", .untimely), Row("before its key", .untimely, gpg: "ERRSIG"),
    // THREATS row 11: all of these signed before their keys expired.
    Row("expired", .expiredKey, gpg: "EXPKEYSIG"),
    Row("expired RSA", .expiredKey, gpg: "EXPKEYSIG"),
    Row("expired dsa2048", .expiredKey, gpg: "EXPKEYSIG"),
    Row("expired brainpoolP256r1", .expiredKey, gpg: "EXPKEYSIG"),
    Row("expiry shortened", .expiredKey, gpg: "EXPKEYSIG"),
    Row("expired subkey", .expiredKey, gpg: "EXPKEYSIG"),
    Row("subkey of an expired key", .expiredKey, gpg: "EXPKEYSIG"),
    Row("revoked: no reason", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked: compromised", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked: superseded", .revokedKey(.retired), gpg: "REVKEYSIG"),
    Row("revoked: retired", .revokedKey(.retired), gpg: "REVKEYSIG"),
    Row("revoked dsa2048", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked brainpoolP256r1", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked with SHA-1", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked subkey: no reason", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked subkey: compromised", .revokedKey(.compromised), gpg: "REVKEYSIG"),
    Row("revoked subkey: superseded", .revokedKey(.retired), gpg: "REVKEYSIG"),
    Row("revoked subkey: retired", .revokedKey(.retired), gpg: "REVKEYSIG"),
    Row("subkey to be revoked", .revokedKey(.compromised), gpg: "REVKEYSIG"),
  ]

  @Test(arguments: rows) func verdict(row: Row) async throws {
    let item = try await OpenPGPFixture.item(row.item)
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    let verdict = keyring.verify(
      item.signature, over: OpenPGPFixture.payload, at: OpenPGPFixture.now)
    #expect(Kind(verdict) == row.ours, "\(verdict)")
    if case .good(let verified) = verdict {
      #expect(verified.fingerprint == item.key)
      #expect(verified.primaryFingerprint == item.primary)
    }
    let gnupg = try GnuPG()
    try await gnupg.take(item.certificate, at: OpenPGPFixture.looked)
    let status = try await gnupg.verify(
      item.signature, over: OpenPGPFixture.payload, at: OpenPGPFixture.looked)
    #expect(status.has(row.gpg), "\(status.lines)")
    if row.ours == .good { #expect(status.isSuccess && status.signer == item.key) }
  }
}
