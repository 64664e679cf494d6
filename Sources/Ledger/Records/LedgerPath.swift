import Model
import Signatures

/// Where something stands in the ledger's tree.
///
/// Folders are fanned out by two hexadecimal digits, so that an event rewrites a few hundred lines of
/// trees and not one for each grant there ever was.
struct LedgerPath: Hashable, CustomStringConvertible {
  /// The names from the root on, in ASCII: as the bytes that trees have, for thousands are looked up in a row.
  let names: [[UInt8]]

  private init(bytes names: [[UInt8]]) { self.names = names }

  /// What stands at `names`.
  init(names: [String]) { self.init(bytes: names.map { Array($0.utf8) }) }

  /// What is called `name` in this folder.
  func inside(_ name: String) -> LedgerPath { LedgerPath(bytes: names + [Array(name.utf8)]) }

  /// How far the processor has come.
  static let cursor = LedgerPath(names: ["cursor.json"])
  /// Who may write the ledger, and since when.
  static let processor = LedgerPath(names: ["processor.json"])
  /// Which program wrote last.
  static let edition = LedgerPath(names: ["edition.json"])
  /// The policies in force: the very tree that the mainline has.
  static let policy = LedgerPath(names: ["policy"])
  /// Stands in every commit of a run but the last.
  ///
  /// Between two events of one run the cursor is behind the records, so a branch moved back to there
  /// must not pass for a ledger.
  static let unfinished = LedgerPath(names: ["unfinished"])

  /// Since when systems have reviews, and the last of each.
  static let calendar = LedgerPath(names: ["schedule.json"])

  /// Every grant there ever was.
  static func grant(_ id: GrantID) -> LedgerPath { grant(id, in: .grants) }
  /// The same blob, for as long as the grant has not ended.
  static func live(_ id: GrantID) -> LedgerPath { grant(id, in: .live) }
  /// The same blob, for as long as an emergency grant waits for its review.
  static func unreviewed(_ id: GrantID) -> LedgerPath { grant(id, in: .unreviewed) }

  /// The certificates that the grant is handed out as: one a line for SSH, a block for X.509.
  static func certificates(_ grant: Grant) -> LedgerPath {
    let ending = grant.certificate?.profile == nil ? "-cert.pub" : ".pem"
    return LedgerPath(names: [credentials, shard(of: grant.id), "\(grant.id)\(ending)"])
  }

  /// What the revocation list of an X.509 authority says, by the authority's certificate in base64.
  static func revocations(by authority: String) -> LedgerPath { list(by: authority, "json") }
  /// The list itself (RFC 5280 section 5), as text.
  static func revocationList(by authority: String) -> LedgerPath { list(by: authority, "crl") }
  /// The folder with the lists of all X.509 authorities.
  static let revocationLists = LedgerPath(names: [credentials, "authorities"])

  private static func list(by authority: String, _ ending: String) -> LedgerPath {
    let name = hexadecimal(sha256(Array(authority.utf8)))
    return revocationLists.inside("\(name).\(ending)")
  }

  /// Which certificates were revoked and would still be valid.
  static let revokedCertificates = LedgerPath(names: [credentials, "revoked.json"])
  /// The same for OpenSSH (PROTOCOL.krl).
  static let revocationList = LedgerPath(names: [credentials, "revoked.krl"])

  private static let credentials = "credentials"

  /// What became of one landed sign-off.
  static func signOff(_ record: SignOffRecord) -> LedgerPath {
    let text = record.path.bytes + [0] + Array("\(record.blob)".utf8) + [0]
    return hashed(text + Array("\(record.landing)".utf8), in: .reviews)
  }

  /// What renewals of `holding` look back at.
  static func recent(_ holding: Holding) -> LedgerPath {
    hashed(holding, in: .recent)
  }

  /// Everything that `subject` was ever granted.
  static func held(_ subject: IdentityID) -> LedgerPath {
    hashed(Array("\(subject)".utf8), in: .held)
  }

  /// The last offboarding of `person`.
  static func offboarding(_ person: IdentityID) -> LedgerPath {
    hashed(Array("\(person)".utf8), in: .offboardings)
  }
  /// The same blob, for as long as it is incomplete.
  static func leaving(_ person: IdentityID) -> LedgerPath {
    hashed(Array("\(person)".utf8), in: .leaving)
  }

  /// The mandate that was agreed at `path`.
  static func mandate(_ path: RepositoryPath) -> LedgerPath { hashed(path.bytes, in: .mandates) }
  /// The same blob, for as long as it has not ended.
  static func agreed(_ path: RepositoryPath) -> LedgerPath { hashed(path.bytes, in: .agreed) }

  /// What mandates count as one of `holding`.
  static func windows(_ holding: Holding) -> LedgerPath {
    hashed(holding, in: .windows)
  }

  /// What became of all requests at `path`.
  static func requests(_ path: RepositoryPath) -> LedgerPath { requests(digest: digest(of: path)) }
  /// The same by the digest of the path, whose first byte names the folder.
  static func requests(digest: [UInt8]) -> LedgerPath { named(digest, in: .requests) }
  /// What the names of the records of `path` are made of.
  static func digest(of path: RepositoryPath) -> [UInt8] { sha256(path.bytes) }
  /// The same blob, for as long as a request at `path` waits.
  static func pending(_ path: RepositoryPath) -> LedgerPath { hashed(path.bytes, in: .pending) }

  /// The acceptance of the policy that `landing` brought.
  static func acceptance(_ landing: ObjectID) -> LedgerPath { acceptance("\(landing)") }
  /// The same, or what `landing` approved anew of the policy in force.
  static func acceptance(_ acceptance: PolicyAcceptance) -> LedgerPath {
    acceptance.isAnew == true ? renewal(acceptance.landing) : Self.acceptance(acceptance.landing)
  }
  /// What `landing` approved anew of the policy in force.
  static func renewal(_ landing: ObjectID) -> LedgerPath { acceptance("\(landing)-anew") }

  private static func acceptance(_ name: String) -> LedgerPath {
    LedgerPath(names: [Folder.policies.rawValue, String(name.prefix(2)), "\(name).json"])
  }

  /// The folders that hold records.
  enum Folder: String {
    case grants, live, unreviewed, requests, pending, recent, reviews, policies, held
    case offboardings, leaving
    case mandates, agreed, windows
  }

  private static func grant(_ id: GrantID, in folder: Folder) -> LedgerPath {
    LedgerPath(names: [folder.rawValue, shard(of: id), "\(id).json"])
  }

  private static func shard(of id: GrantID) -> String {
    String(decoding: id.description.utf8.dropFirst(2).prefix(2), as: UTF8.self)
  }

  private static func hashed(_ holding: Holding, in folder: Folder) -> LedgerPath {
    hashed(
      Array("\(holding.subject)".utf8) + [0] + Array("\(holding.entitlement)".utf8), in: folder)
  }

  private static func hashed(_ bytes: [UInt8], in folder: Folder) -> LedgerPath {
    named(sha256(bytes), in: folder)
  }

  private static func named(_ digest: [UInt8], in folder: Folder) -> LedgerPath {
    let digits = Array(hexadecimal(digest).utf8)
    var name = Array(digits[2...])
    name += ending
    return LedgerPath(bytes: [Array(folder.rawValue.utf8), Array(digits[..<2]), name])
  }

  private static let ending = Array(".json".utf8)

  var description: String {
    String(decoding: Array(names.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self)
  }
}
